/** A compiled module; threads share it. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** @param pages of 64 KiB */
  grow(pages: number): number;
}

/** What the prepared module exports. */
export interface WasmInstance {
  readonly exports: {
    readonly memory: WasmMemory;
    readonly functions: { get(index: number): ((...values: number[]) => number) | null };
    readonly stackPointer: { value: number };
    readonly _start: () => void;
  };
}

/** What is used of WebAssembly, which TypeScript declares only beside a browser's whole interface. */
export const { WebAssembly: webAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    compile(bytes: Uint8Array<ArrayBuffer>): Promise<WasmModule>;
    readonly Instance: new (
      module: WasmModule,
      imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    ) => WasmInstance;
  };
};

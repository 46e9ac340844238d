/** A compiled module; threads share it. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

export interface WasmInstance {
  readonly exports: { readonly memory: WasmMemory; readonly _start: () => void };
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

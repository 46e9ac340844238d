import { interpreterStart } from "./interpreter-start.ts";
import { newInterpreter, type InterpreterHost } from "./interpreter-host.ts";
import { KeptOutput } from "./kept-output.ts";
import { Random } from "./random.ts";
import type { WasmModule } from "./web-assembly.ts";

/** Bytes that are compared and copied together. */
const block = 4096;
const page = 65_536;

/** `tp_call` in CPython's PyTypeObject, in bytes, where pointers have four. */
const callOffset = 64;

class Started extends Error {}

/**
 * An interpreter that has started, as it is in memory then: what differs from a new instance. Starting takes several
 * times as long as most programs; a new instance with these bytes is as fresh, and goes on from there.
 */
export class InterpreterSnapshot {
  readonly #module: WasmModule;
  readonly #blocks: readonly { readonly at: number; readonly bytes: Uint8Array }[];
  readonly #pages: number;
  readonly #stackPointer: number;
  readonly #random: number;
  /** Where the function that runs a program, its type, and an empty tuple stand in memory. */
  readonly #addresses: readonly number[];

  /** @throws Error when the interpreter does not start */
  constructor(module: WasmModule) {
    const [stdout, stderr, random] = [new KeptOutput(), new KeptOutput(), new Random()];
    const instance = newInterpreter(module, {
      program: interpreterStart,
      stdin: new Uint8Array(0),
      stdout,
      stderr,
      random,
      onClockInfo: () => {
        throw new Started();
      },
    });
    const { memory, stackPointer } = instance.exports;
    const before = new Uint8Array(memory.buffer).slice();
    try {
      instance.exports._start();
      throw new Error("the start came to its end");
    } catch (error) {
      if (!(error instanceof Started)) throw new Error(`Python does not start: ${stderr.text()}`, { cause: error });
    }
    this.#module = module;
    this.#blocks = changed(before, new Uint8Array(memory.buffer));
    this.#pages = (memory.buffer.byteLength - before.length) / page;
    this.#stackPointer = stackPointer.value;
    this.#random = random.state;
    this.#addresses = stdout.text().split(" ").map(Number);
  }

  /** A new interpreter in this state, and what runs the program on its standard input; see `interpreterStart`. */
  resume(host: Pick<InterpreterHost, "stdin" | "stdout" | "stderr">): () => boolean {
    const instance = newInterpreter(this.#module, { ...host, program: "", random: new Random(this.#random) });
    const { memory, stackPointer, functions } = instance.exports;
    memory.grow(this.#pages);
    const bytes = new Uint8Array(memory.buffer);
    for (const changed of this.#blocks) bytes.set(changed.bytes, changed.at);
    stackPointer.value = this.#stackPointer;
    const [callable = 0, type = 0, noArguments = 0] = this.#addresses;
    const call = functions.get(new DataView(memory.buffer).getUint32(type + callOffset, true));
    const noKeywords = 0;
    return () => call !== null && call(callable, noArguments, noKeywords) !== 0;
  }
}

function changed(before: Uint8Array, after: Uint8Array): { at: number; bytes: Uint8Array }[] {
  const blocks: { at: number; bytes: Uint8Array }[] = [];
  for (let at = 0; at < after.length; at += block) {
    const bytes = after.subarray(at, at + block);
    const first = at < before.length ? before.subarray(at, at + block) : new Uint8Array(block);
    if (Buffer.compare(bytes, first) !== 0) blocks.push({ at, bytes: bytes.slice() });
  }
  return blocks;
}

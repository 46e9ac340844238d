import { Interpreter, type Streams } from "./interpreter.ts";
import { interpreterStart } from "./interpreter-start.ts";
import { KeptOutput } from "./kept-output.ts";
import { Random } from "./random.ts";
import type { WasmModule } from "./web-assembly.ts";

/** WebAssembly's unit of memory, in bytes. */
const page = 65_536;

/** `tp_call` in CPython's PyTypeObject, in bytes, where pointers have four. */
const callOffset = 64;

class Started extends Error {}

/**
 * An interpreter that has just started. Starting takes several times as long as most programs, so each program goes on
 * from here: all that a program can change in an instance, its whole memory and the stack pointer, is as it was at that
 * moment. (Built without reference types, it has no instruction that changes its table of functions.)
 */
export class InterpreterSnapshot {
  readonly #module: WasmModule;
  readonly #memory: Uint8Array;
  readonly #stackPointer: number;
  readonly #random: number;
  /** Where the function that runs a program, its type, and an empty tuple stand in memory. */
  readonly #addresses: readonly number[];
  /** For the next program, which overwrites it: new memory costs more than the program. */
  #interpreter: Interpreter | undefined;

  /** @throws Error when the interpreter does not start */
  constructor(module: WasmModule) {
    const [stdout, stderr, random] = [new KeptOutput(), new KeptOutput(), new Random()];
    const interpreter = new Interpreter(module, interpreterStart, () => {
      throw new Started();
    });
    interpreter.connect({ stdin: new Uint8Array(0), stdout, stderr }, random);
    try {
      interpreter.exports._start();
      throw new Error("the start came to its end");
    } catch (error) {
      if (!(error instanceof Started)) throw new Error(`Python does not start: ${stderr.text()}`, { cause: error });
    }
    this.#module = module;
    this.#memory = new Uint8Array(interpreter.exports.memory.buffer).slice();
    this.#stackPointer = interpreter.exports.stackPointer.value;
    this.#random = random.state;
    this.#addresses = stdout.text().split(" ").map(Number);
  }

  /** Runs the program on the standard input; see `interpreterStart`. Whether it came to its end. */
  run(streams: Streams): boolean {
    const interpreter = this.#interpreterOfThisSize();
    interpreter.connect(streams, new Random(this.#random));
    const { memory, stackPointer, functions } = interpreter.exports;
    new Uint8Array(memory.buffer).set(this.#memory);
    stackPointer.value = this.#stackPointer;
    const [callable = 0, type = 0, noArguments = 0] = this.#addresses;
    const call = functions.get(new DataView(memory.buffer).getUint32(type + callOffset, true));
    const noKeywords = 0;
    return call !== null && call(callable, noArguments, noKeywords) !== 0;
  }

  /** Memory never shrinks: after a program that needed more, there is a new instance. */
  #interpreterOfThisSize(): Interpreter {
    const size = this.#memory.length;
    if (this.#interpreter?.exports.memory.buffer.byteLength === size) return this.#interpreter;
    this.#interpreter = new Interpreter(this.#module, "");
    const { memory } = this.#interpreter.exports;
    memory.grow((size - memory.buffer.byteLength) / page);
    return this.#interpreter;
  }
}

import type { WasmModule } from "./web-assembly.ts";

/** What an interpreter's thread is given at its start. */
export interface InterpreterData {
  readonly module: WasmModule;
}

/** A Python program in ASCII, as `python -c` takes it. */
export interface InterpreterRequest {
  readonly program: string;
}

/**
 * How a program ended. `finished`: its last statement ran, and nothing else says so; `exited`: it left before, with
 * an uncaught error or a call to exit, whatever the code; `crashed`: the interpreter broke, as in a stack overflow;
 * `too-much-output`, `timed-out`: it was stopped.
 */
export type InterpreterEnding = "finished" | "exited" | "crashed" | "too-much-output" | "timed-out";

/** A program's ending and what it wrote; of long texts the start and the end. */
export interface Interpretation {
  readonly ending: InterpreterEnding;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the thread says: once that it is ready, then a reply a request, in order. */
export type InterpreterReply = { readonly kind: "ready" } | ({ readonly kind: "ended" } & Interpretation);

import { InterpreterPool } from "./interpreter-pool.ts";
import type { Interpretation } from "./interpreter-messages.ts";
import { pythonLiteral } from "./python-literal.ts";

export interface RunPythonOptions {
  /** Seconds of wall-clock time; 5 when left out. */
  readonly timeLimit?: number | undefined;
  /** MiB that the interpreter may use, 32 to 256; 256 when left out. */
  readonly memory?: number | undefined;
  /** Interpreters to run it in, for many programs in a row; `memory` is theirs then. */
  readonly pool?: InterpreterPool | undefined;
}

/**
 * Runs a snippet of Python as a script of its own and returns what it wrote. It gets a new CPython 3.12 in WebAssembly with
 * the standard library: no files, network, processes, threads or packages, an empty input, and 1 MiB of output.
 * An uncaught error ends with `exited` and its traceback on `stderr`.
 *
 * @throws LocoError `python-interpreter` when it cannot be started
 */
export async function runPython(
  code: string,
  { timeLimit = 5, memory = 256, pool }: RunPythonOptions = {},
): Promise<Interpretation> {
  const program = `exec(compile(${pythonLiteral(code)}, "<code>", "exec"), {"__name__": "__main__"})\n`;
  if (pool !== undefined) return pool.run(program, timeLimit);
  await using own = new InterpreterPool({ memory, threads: 1 });
  return await own.run(program, timeLimit);
}

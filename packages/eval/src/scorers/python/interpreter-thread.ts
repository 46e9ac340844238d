import { parentPort, workerData } from "node:worker_threads";
import { WASIProcExit } from "@bjorn3/browser_wasi_shim";
import type {
  InterpreterData,
  InterpreterEnding,
  InterpreterReply,
  InterpreterRequest,
} from "./interpreter-messages.ts";
import { InterpreterSnapshot } from "./interpreter-snapshot.ts";
import { KeptOutput, TooMuchOutput } from "./kept-output.ts";

/**
 * The program of an interpreter's thread: each request gets an interpreter as it is after its start, and its outputs
 * are kept here. It may be terminated at any moment.
 */
const snapshot = new InterpreterSnapshot((workerData as InterpreterData).module);

function run({ program }: InterpreterRequest): InterpreterReply {
  const [stdout, stderr] = [new KeptOutput(), new KeptOutput()];
  const ending = endingOf(() => snapshot.run({ stdin: new TextEncoder().encode(program), stdout, stderr }));
  return { kind: "ended", ending, stdout: stdout.text(), stderr: stderr.text() };
}

/** An exit with whatever code calls `proc_exit`, and never comes to the program's end. */
function endingOf(runProgram: () => boolean): InterpreterEnding {
  try {
    return runProgram() ? "finished" : "exited";
  } catch (error) {
    if (error instanceof WASIProcExit) return "exited";
    return error instanceof TooMuchOutput ? "too-much-output" : "crashed";
  }
}

function reply(message: InterpreterReply): void {
  parentPort?.postMessage(message);
}

parentPort?.on("message", (request: InterpreterRequest) => reply(run(request)));
reply({ kind: "ready" });

import { parentPort, workerData } from "node:worker_threads";
import { ConsoleStdout, File, OpenFile, WASI, wasi, WASIProcExit } from "@bjorn3/browser_wasi_shim";
import type {
  InterpreterData,
  InterpreterEnding,
  InterpreterReply,
  InterpreterRequest,
} from "./interpreter-messages.ts";
import { KeptOutput, TooMuchOutput } from "./kept-output.ts";
import { webAssembly, type WasmInstance, type WasmMemory } from "./web-assembly.ts";

/**
 * The program of an interpreter's thread: each request gets a new instance of the interpreter, with an empty standard
 * input, two outputs that are kept here, and nothing else of the machine. It may be terminated at any moment.
 */
const { module } = workerData as InterpreterData;

/** Isolated, without site, bytecode files or the locale: the start is the same on every machine. */
const flags = ["-I", "-S", "-B", "-X", "utf8"];

function run({ program }: InterpreterRequest): InterpreterReply {
  const stdout = new KeptOutput();
  const stderr = new KeptOutput();
  const host = new WASI(
    ["python", ...flags, "-c", program],
    [],
    [
      new OpenFile(new File([])),
      new ConsoleStdout((bytes) => stdout.write(bytes)),
      new ConsoleStdout((bytes) => stderr.write(bytes)),
    ],
    { debug: false },
  );
  const instance = new webAssembly.Instance(module, {
    wasi_snapshot_preview1: { ...host.wasiImport, ...sameEveryTime(() => instance.exports.memory) },
  });
  host.inst = instance;
  return { kind: "ended", ending: start(instance), stdout: stdout.text(), stderr: stderr.text() };
}

/** `_start` returns only when Python's main function returned 0; every kind of exit calls `proc_exit`. */
function start(instance: WasmInstance): InterpreterEnding {
  try {
    instance.exports._start();
    return "finished";
  } catch (error) {
    if (error instanceof WASIProcExit) return "exited";
    return error instanceof TooMuchOutput ? "too-much-output" : "crashed";
  }
}

/** Randomness and the date, the same in each run, so that a program's outcome does not change by itself. */
function sameEveryTime(memory: () => WasmMemory): Readonly<Record<string, unknown>> {
  const midnight = Date.UTC(2020, 0, 1);
  const started = performance.now();
  let state = 0x9e3779b9;
  return {
    /** Marsaglia's xorshift32 (Journal of Statistical Software 8(14), 2003). */
    random_get(start: number, length: number): number {
      const bytes = new Uint8Array(memory().buffer, start, length);
      for (let i = 0; i < length; i += 1) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        bytes[i] = state & 255;
      }
      return wasi.ERRNO_SUCCESS;
    },
    clock_time_get(clock: number, _precision: bigint, time: number): number {
      const now = performance.now();
      const milliseconds = clock === wasi.CLOCKID_REALTIME ? midnight + now - started : now;
      new DataView(memory().buffer).setBigUint64(time, BigInt(Math.round(milliseconds * 1e6)), true);
      return wasi.ERRNO_SUCCESS;
    },
  };
}

function reply(message: InterpreterReply): void {
  parentPort?.postMessage(message);
}

parentPort?.on("message", (request: InterpreterRequest) => reply(run(request)));
reply({ kind: "ready" });

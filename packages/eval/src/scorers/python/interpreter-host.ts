import { ConsoleStdout, File, OpenFile, WASI, wasi } from "@bjorn3/browser_wasi_shim";
import type { KeptOutput } from "./kept-output.ts";
import type { Random } from "./random.ts";
import { webAssembly, type WasmInstance, type WasmModule } from "./web-assembly.ts";

/** Isolated, without site, bytecode files or the locale: the start is the same on every machine. */
const command = ["python", "-I", "-S", "-B", "-X", "utf8", "-c"];

export interface InterpreterHost {
  /** The command's program in ASCII. */
  readonly program: string;
  readonly stdin: Uint8Array<ArrayBuffer>;
  readonly stdout: KeptOutput;
  readonly stderr: KeptOutput;
  readonly random: Random;
  /** Called when the program asks how exact a clock is. */
  readonly onClockInfo?: () => void;
}

/**
 * A new instance of the interpreter, not yet started, with a standard input, two outputs, and nothing else of the
 * machine. Randomness and the date are the same in each run, so that a program's outcome does not change by itself.
 */
export function newInterpreter(module: WasmModule, host: InterpreterHost): WasmInstance {
  const { program, stdin, stdout, stderr, random, onClockInfo } = host;
  const shim = new WASI(
    [...command, program],
    [],
    [
      new OpenFile(new File(stdin)),
      new ConsoleStdout((bytes) => stdout.write(bytes)),
      new ConsoleStdout((bytes) => stderr.write(bytes)),
    ],
    { debug: false },
  );
  const midnight = Date.UTC(2020, 0, 1);
  const started = performance.now();
  const instance = new webAssembly.Instance(module, {
    wasi_snapshot_preview1: {
      ...shim.wasiImport,
      random_get(start: number, length: number): number {
        random.fill(new Uint8Array(instance.exports.memory.buffer, start, length));
        return wasi.ERRNO_SUCCESS;
      },
      clock_time_get(clock: number, _precision: bigint, time: number): number {
        const now = performance.now();
        const milliseconds = clock === wasi.CLOCKID_REALTIME ? midnight + now - started : now;
        new DataView(instance.exports.memory.buffer).setBigUint64(time, BigInt(Math.round(milliseconds * 1e6)), true);
        return wasi.ERRNO_SUCCESS;
      },
      ...(onClockInfo && { clock_res_get: onClockInfo }),
    },
  });
  shim.inst = instance;
  return instance;
}

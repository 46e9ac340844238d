import { ConsoleStdout, File, OpenFile, WASI, wasi } from "@bjorn3/browser_wasi_shim";
import type { KeptOutput } from "./kept-output.ts";
import { Random } from "./random.ts";
import { webAssembly, type WasmInstance, type WasmModule } from "./web-assembly.ts";

/** Isolated, without site, bytecode files or the locale: the start is the same on every machine. */
const command = ["python", "-I", "-S", "-B", "-X", "utf8", "-c"];

/** The day on which every program runs. */
const midnight = Date.UTC(2020, 0, 1);

/** What a program reads and writes. */
export interface Streams {
  readonly stdin: Uint8Array<ArrayBuffer>;
  readonly stdout: KeptOutput;
  readonly stderr: KeptOutput;
}

/**
 * An instance of the interpreter with a standard input, two outputs, and nothing else of the machine. Randomness and the
 * date are the same in each run, so that a program's outcome does not change by itself.
 */
export class Interpreter {
  readonly exports: WasmInstance["exports"];
  readonly #shim: WASI;
  #random = new Random();
  #started = 0;

  /**
   * @param program the command's program in ASCII
   * @param onClockInfo called when it asks how exact a clock is
   */
  constructor(module: WasmModule, program: string, onClockInfo?: () => void) {
    this.#shim = new WASI([...command, program], [], [], { debug: false });
    const instance = new webAssembly.Instance(module, {
      wasi_snapshot_preview1: {
        ...this.#shim.wasiImport,
        random_get: (start: number, length: number) => this.#fillRandom(start, length),
        clock_time_get: (clock: number, _precision: bigint, time: number) => this.#writeTime(clock, time),
        ...(onClockInfo && { clock_res_get: onClockInfo }),
      },
    });
    this.#shim.inst = instance;
    this.exports = instance.exports;
  }

  /** Gives it new streams and clocks that begin now. */
  connect({ stdin, stdout, stderr }: Streams, random: Random): void {
    this.#shim.fds = [
      new OpenFile(new File(stdin)),
      new ConsoleStdout((bytes) => stdout.write(bytes)),
      new ConsoleStdout((bytes) => stderr.write(bytes)),
    ];
    this.#random = random;
    this.#started = performance.now();
  }

  #fillRandom(start: number, length: number): number {
    this.#random.fill(new Uint8Array(this.exports.memory.buffer, start, length));
    return wasi.ERRNO_SUCCESS;
  }

  #writeTime(clock: number, at: number): number {
    const now = performance.now();
    const milliseconds = clock === wasi.CLOCKID_REALTIME ? midnight + now - this.#started : now;
    new DataView(this.exports.memory.buffer).setBigUint64(at, BigInt(Math.round(milliseconds * 1e6)), true);
    return wasi.ERRNO_SUCCESS;
  }
}

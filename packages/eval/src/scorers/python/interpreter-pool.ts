import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { LocoError } from "@locollm/core";
import type { InterpreterData, Interpretation, InterpreterReply, InterpreterRequest } from "./interpreter-messages.ts";
import { interpreterModule } from "./interpreter-module.ts";

export interface InterpreterPoolOptions {
  /** MiB that one interpreter may use. */
  readonly memory: number;
  /** Programs that run at a time; as many as the machine has cores when left out. */
  readonly threads?: number | undefined;
}

/** Starting a thread takes some 100 ms; a busy machine gets a minute. */
const startTimeLimit = 60_000;

/**
 * Runs Python programs, each in a new interpreter, several at a time. A program that hangs or breaks its thread costs
 * that thread alone, and the next program gets a new one.
 */
export class InterpreterPool implements AsyncDisposable {
  readonly #memory: number;
  readonly #threads: number;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #closed = false;

  constructor({ memory, threads = availableParallelism() }: InterpreterPoolOptions) {
    this.#memory = memory;
    this.#threads = threads;
  }

  /**
   * @param program ASCII only
   * @param timeLimit seconds of wall-clock time
   * @throws LocoError `python-interpreter` when it cannot be started
   */
  async run(program: string, timeLimit: number): Promise<Interpretation> {
    if (this.#running >= this.#threads) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      const worker = this.#idle.pop() ?? (await this.#start());
      const reply = await ask(worker, { program }, timeLimit * 1000);
      if (reply !== "timed-out" && reply !== "crashed") {
        this.#idle.push(worker);
        return reply;
      }
      await this.#stop(worker);
      return { ending: reply, stdout: "", stderr: "" };
    } finally {
      // The place goes straight to the next program, so that `#running` never exceeds the threads.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #start(): Promise<Worker> {
    if (this.#closed) throw new Error("The interpreters are closed.");
    const module = await interpreterModule(this.#memory);
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const workerData: InterpreterData = { module };
    const worker = new Worker(new URL(`./interpreter-thread.${extension}`, import.meta.url), {
      workerData,
      env: {},
      execArgv: ["--no-warnings"],
      resourceLimits: { maxOldGenerationSizeMb: 128, stackSizeMb: 16 },
      stdin: false,
    });
    // An error that nobody listens to would end this process.
    worker.on("error", () => undefined);
    this.#all.add(worker);
    const reply = await settled(worker, startTimeLimit, () => undefined);
    if (typeof reply === "object") return worker;
    await this.#stop(worker);
    throw new LocoError({
      code: "python-interpreter",
      message: "The thread that runs Python could not be started.",
      fix: "Close other programs to free memory, and try again; `loco doctor` looks at the machine.",
      kind: "machine",
    });
  }

  async #stop(worker: Worker): Promise<void> {
    this.#all.delete(worker);
    await worker.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((worker) => this.#stop(worker)));
  }
}

type Settled = InterpreterReply | "timed-out" | "crashed";

async function ask(
  worker: Worker,
  request: InterpreterRequest,
  timeLimit: number,
): Promise<Interpretation | "timed-out" | "crashed"> {
  const reply = await settled(worker, timeLimit, () => worker.postMessage(request));
  if (typeof reply === "string") return reply;
  if (reply.kind === "ready") throw new Error("an interpreter's thread started twice");
  const { kind: _, ...interpretation } = reply;
  return interpretation;
}

/** Waits for the thread's next message, its end, or the time limit. An idle thread never keeps the program alive. */
function settled(worker: Worker, timeLimit: number, begin: () => void): Promise<Settled> {
  return new Promise((resolve) => {
    const settle = (outcome: Settled): void => {
      clearTimeout(timer);
      worker.off("message", settle).off("error", onEnd).off("exit", onEnd);
      worker.unref();
      resolve(outcome);
    };
    const onEnd = (): void => settle("crashed");
    const timer = setTimeout(() => settle("timed-out"), timeLimit);
    worker.on("message", settle).on("error", onEnd).on("exit", onEnd);
    worker.ref();
    begin();
  });
}

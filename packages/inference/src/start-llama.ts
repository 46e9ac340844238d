import { availableParallelism } from "node:os";
import { LocoError } from "@locollm/core";
import type { Llama } from "node-llama-cpp";

/** Version of node-llama-cpp whose binding `native-context.ts` describes. */
export const engineName = "node-llama-cpp 3.22.1";

/** Raised whenever our own code changes what the engine answers. A golden test holds it. */
export const engineRevision = 2;

let started: Promise<Llama> | undefined;

/**
 * The one llama.cpp of this process, on the CPU, without a word in the log.
 *
 * @throws LocoError `engine-missing` where there is no binary for this machine
 */
export function startLlama(): Promise<Llama> {
  started ??= start();
  return started;
}

/** Ends llama.cpp; bases opened with it must be closed before. What could not be started has nothing to end. */
export async function stopLlama(): Promise<void> {
  const running = started;
  started = undefined;
  await (await running?.catch(() => undefined))?.dispose();
}

async function start(): Promise<Llama> {
  const { getLlama, LlamaLogLevel } = await import("node-llama-cpp");
  try {
    return await getLlama({
      gpu: false,
      build: "never",
      progressLogs: false,
      logLevel: LlamaLogLevel.disabled,
      logger: () => {},
      maxThreads: 0,
    });
  } catch (cause) {
    throw new LocoError({
      code: "engine-missing",
      message: `llama.cpp could not be started on ${process.platform} ${process.arch}.`,
      fix: "Install again (npm run tour does), then run loco doctor.",
      fields: { platform: process.platform, arch: process.arch },
      kind: "machine",
      cause,
    });
  }
}

/** Threads to compute with: more than there are free cores is catastrophically slow. */
export function computeThreads(llama: Llama): number {
  return Math.max(1, Math.min(llama.cpuMathCores, availableParallelism()));
}

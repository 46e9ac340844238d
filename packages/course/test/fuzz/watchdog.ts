import { Worker } from "node:worker_threads";

/** Tells a thread of its own which mutant is at work; it ends the process where one takes longer than `seconds`. */
export function startWatchdog(seconds = 30): { readonly begin: (seed: number) => void; readonly stop: () => void } {
  const state = new BigInt64Array(new SharedArrayBuffer(16));
  const thread = new Worker(new URL("./watchdog-thread.ts", import.meta.url), { workerData: { state, seconds } });
  thread.unref();
  return {
    begin: (seed) => {
      Atomics.store(state, 1, BigInt(seed));
      Atomics.add(state, 0, 1n);
    },
    stop: () => void thread.terminate(),
  };
}

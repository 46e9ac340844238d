import { workerData } from "node:worker_threads";

/**
 * A thread of the query process that ends it from within while a query blocks it: when it takes too much memory, and when
 * nobody is left to stop it.
 */
const busy = new Int32Array(workerData as SharedArrayBuffer);
const maxResidentBytes = 512 * 2 ** 20;
const maxBusyMilliseconds = 10_000;
let since = 0;

setInterval(() => {
  const now = performance.now();
  if (Atomics.load(busy, 0) === 0) since = now;
  if (now - since > maxBusyMilliseconds || process.memoryUsage.rss() > maxResidentBytes) {
    process.kill(process.pid, "SIGKILL");
  }
}, 20);

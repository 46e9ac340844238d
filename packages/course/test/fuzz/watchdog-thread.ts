/** Looks every second whether the main thread began another mutant; see watchdog.ts. */
import { writeSync } from "node:fs";
import { setInterval } from "node:timers";
import { workerData } from "node:worker_threads";

const { state, seconds } = workerData as { readonly state: BigInt64Array; readonly seconds: number };
let [seen, waited] = [-1n, 0];
setInterval(() => {
  const begun = Atomics.load(state, 0);
  waited = begun === seen ? waited + 1 : 0;
  seen = begun;
  if (begun === 0n || waited < seconds) return;
  writeSync(1, `${JSON.stringify({ hang: Number(Atomics.load(state, 1)) })}\n`);
  process.kill(process.pid, "SIGKILL");
}, 1000);

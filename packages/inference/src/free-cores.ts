import os from "node:os";

const sampleEvery = 1000;

/**
 * Says how many of at most `most` threads should compute now. llama.cpp's threads wait for one another many times a
 * token, so one thread more than there are free cores slows all of them down tenfold and more; other programs come
 * and go, so the answer is measured anew each second. The number of threads never changes a result.
 */
export function freeCores(most: number): () => number {
  let last = sample();
  let current = most;
  return () => {
    const now = sample();
    const seconds = (now.at - last.at) / 1000;
    if (seconds * 1000 < sampleEvery) return current;
    const others = Math.max(0, now.busy - last.busy - (now.own - last.own)) / seconds;
    last = now;
    // A third of a core is what a desktop does by itself.
    current = Math.max(1, Math.min(most, Math.floor(os.availableParallelism() - others + 0.34)));
    return current;
  };
}

/** Seconds that all cores were busy, and that this process had of them, since some moment. */
function sample(): { at: number; busy: number; own: number } {
  const busy = os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  const { user, system } = process.cpuUsage();
  return { at: performance.now(), busy: busy / 1000, own: (user + system) / 1e6 };
}

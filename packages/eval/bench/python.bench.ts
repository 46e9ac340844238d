import { availableParallelism } from "node:os";
import { python } from "../src/scorers/python/python.ts";
import { readMbpp, type MbppTask } from "../test/mbpp.ts";

/**
 * MBPP's reference solutions through the python scorer, on one interpreter at a time and on two. The slowest is timed
 * alone: its own computing takes longer than all others together, and two interpreters would wait for it.
 */
const [count] = process.argv.slice(2);
const slowest = "MBPP/123";
const all = readMbpp();
const tasks = all?.filter(({ item }) => item.id !== slowest).slice(0, count === undefined ? undefined : Number(count));

interface Timing {
  readonly right: number;
  readonly seconds: number;
  /** Of processor time. */
  readonly processor: number;
  /** The middle of all items' seconds. */
  readonly median: number;
}

async function timed(threads: number, judged: readonly MbppTask[]): Promise<Timing> {
  await using scorer = python({ timeLimit: 60, memory: 256 }, threads);
  // The threads' start is no part of an item.
  const first = { id: "first", prompt: "", answer: "pass" };
  await Promise.all(Array.from({ length: threads }, async () => scorer(first, "pass")));
  const times: number[] = [];
  let right = 0;
  const waiting = judged.values();
  const judge = async (): Promise<void> => {
    for (const { item, solution } of waiting) {
      const begun = performance.now();
      const { outcome } = await scorer(item, solution);
      times.push((performance.now() - begun) / 1000);
      if (outcome === "right") right += 1;
    }
  };
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: threads }, judge));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  return { right, seconds, processor: (user + system) / 1e6, median: times[Math.floor(times.length / 2)] ?? 0 };
}

async function itemsPerSecond(threads: number, judged: readonly MbppTask[]): Promise<number> {
  const { right, seconds, processor, median } = await timed(threads, judged);
  const speed = judged.length / seconds;
  const ms = (inSeconds: number): string => `${(inSeconds * 1000).toFixed(0)} ms`;
  console.log(`  ${threads} at a time: ${speed.toFixed(1)} items/s, ${right} of ${judged.length} right`);
  // On a busy machine this says more than the clock.
  console.log(
    `    ${ms(processor / judged.length)} of processor time an item; half take at most ${ms(median)} by the clock`,
  );
  return speed;
}

if (all === undefined || tasks === undefined) {
  console.log("skipped: no data");
} else {
  console.log(`MBPP's reference solutions, ${tasks.length} without ${slowest}, ${availableParallelism()} cores`);
  const one = await itemsPerSecond(1, tasks);
  const two = await itemsPerSecond(2, tasks);
  console.log(`  two are ${(two / one).toFixed(2)} times as fast as one`);
  console.log(`  memory: ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MiB resident`);
  const { seconds } = await timed(
    1,
    all.filter(({ item }) => item.id === slowest),
  );
  const withIt = (tasks.length + 1) / (tasks.length / one + seconds);
  console.log(`  ${slowest} alone: ${seconds.toFixed(1)} s; with it, one at a time: ${withIt.toFixed(1)} items/s`);
}

import { availableParallelism } from "node:os";
import { python } from "../src/scorers/python/python.ts";
import { readMbpp } from "../test/mbpp.ts";

/** MBPP's reference solutions through the python scorer, on one interpreter at a time and on two. */
const [count = "200"] = process.argv.slice(2);
const tasks = readMbpp()?.slice(0, Number(count));

async function itemsPerSecond(threads: number, judged: NonNullable<typeof tasks>): Promise<number> {
  await using scorer = python({ timeLimit: 60, memory: 256 }, threads);
  // The threads' start is no part of an item.
  await Promise.all(judged.slice(0, 2 * threads).map(async ({ item, solution }) => scorer(item, solution)));
  const cpu = process.cpuUsage();
  const started = performance.now();
  const scores = await Promise.all(judged.map(async ({ item, solution }) => scorer(item, solution)));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const processor = (user + system) / 1000 / judged.length;
  const right = scores.filter(({ outcome }) => outcome === "right").length;
  const speed = judged.length / seconds;
  console.log(`  ${threads} at a time: ${speed.toFixed(1)} items/s, ${right} of ${judged.length} right`);
  // On a busy machine this says more than the clock.
  console.log(
    `    ${processor.toFixed(0)} ms of processor time an item, so ${(1000 / processor).toFixed(1)} a core and second`,
  );
  return speed;
}

if (tasks === undefined) {
  console.log("skipped: no data");
} else {
  console.log(`MBPP's reference solutions, the first ${tasks.length}, ${availableParallelism()} cores`);
  const one = await itemsPerSecond(1, tasks);
  const two = await itemsPerSecond(2, tasks);
  console.log(`  two are ${(two / one).toFixed(2)} times as fast as one`);
  console.log(`  memory: ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MiB resident`);
}

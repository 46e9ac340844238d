import { availableParallelism } from "node:os";
import { python } from "../src/scorers/python/python.ts";
import { readMbpp } from "../test/mbpp.ts";

/**
 * MBPP's reference solutions through the python scorer, on one interpreter at a time and on two. Some are slow by
 * themselves: MBPP/123 alone takes as long as hundreds of others, which hides both figures in a small count.
 */
const [count] = process.argv.slice(2);
const tasks = readMbpp()?.slice(0, count === undefined ? undefined : Number(count));

async function itemsPerSecond(threads: number, judged: NonNullable<typeof tasks>): Promise<number> {
  await using scorer = python({ timeLimit: 60, memory: 256 }, threads);
  // The threads' start is no part of an item.
  await Promise.all(judged.slice(0, 2 * threads).map(async ({ item, solution }) => scorer(item, solution)));
  const times: { readonly id: string; readonly seconds: number }[] = [];
  const waiting = judged.values();
  let right = 0;
  const judge = async (): Promise<void> => {
    for (const { item, solution } of waiting) {
      const begun = performance.now();
      const { outcome } = await scorer(item, solution);
      times.push({ id: item.id, seconds: (performance.now() - begun) / 1000 });
      if (outcome === "right") right += 1;
    }
  };
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: threads }, judge));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const processor = (user + system) / 1000 / judged.length;
  const speed = judged.length / seconds;
  console.log(`  ${threads} at a time: ${speed.toFixed(1)} items/s, ${right} of ${judged.length} right`);
  // On a busy machine this says more than the clock.
  console.log(
    `    ${processor.toFixed(0)} ms of processor time an item, so ${(1000 / processor).toFixed(1)} a core and second`,
  );
  times.sort((a, b) => a.seconds - b.seconds);
  const [middle, slowest] = [times[Math.floor(times.length / 2)], times.at(-1)];
  if (middle !== undefined && slowest !== undefined) {
    console.log(
      `    half take at most ${(middle.seconds * 1000).toFixed(0)} ms; ${slowest.id} takes ${slowest.seconds.toFixed(1)} s`,
    );
  }
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

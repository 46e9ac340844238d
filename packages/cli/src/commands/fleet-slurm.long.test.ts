import { existsSync } from "node:fs";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { slurmCluster, slurmIsHere } from "../../test/slurm-cluster.ts";
import { smallClass } from "../../test/small-class.ts";

if (!slurmIsHere) console.log("skipped: no Slurm");

interface Task {
  readonly index: number;
  readonly adapter: string;
  readonly phase: string;
  readonly host: string | null;
  readonly state: {
    readonly attempts: { readonly host: string }[];
    readonly ended: { exitCode: number; error: { code: string } | null } | null;
  };
}

test.skipIf(!slurmIsHere)("an array of eight on two nodes, of which one is lost", { timeout: 1_200_000 }, async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 24, eval: 4 });
  /** Two of them long enough to be broken off, whatever the machine. */
  const settings = (copy: number) =>
    `train: { recipe: default, batchSize: 4, topLayers: 2, seed: ${copy}, epochs: ${copy <= 2 ? 60 : 3} }`;
  const adapters = path.join(made.root, "semesters/2026-s2/adapters");
  for (let copy = 1; copy <= 8; copy++) {
    const folder = path.join(adapters, copy === 1 ? "iso-dates" : `iso-dates-${copy}`);
    if (copy > 1) await cp(path.join(adapters, "iso-dates"), folder, { recursive: true });
    // Two adapters of the same rows and recipe would be one training.
    const manifest = await readFile(path.join(folder, "adapter.yaml"), "utf8");
    await writeFile(path.join(folder, "adapter.yaml"), manifest.replace(/^train:.*$/m, settings(copy)));
  }
  // One that cannot be trained: its exit code must say so, and no other may wait for it.
  await writeFile(path.join(adapters, "iso-dates-8/data/train.jsonl"), '{"id":"x","prompt":"When?","answer":7}\n');
  await using cluster = await slurmCluster(["n1", "n2"]);
  const run = (...args: string[]) => made.locoWith(cluster.env, ...args);
  const tasks = async (): Promise<Task[]> => {
    const { stdout } = await run("fleet", "status", "--json");
    return (JSON.parse(stdout) as { data: { tasks: Task[] } }).data.tasks;
  };
  const until = async (reached: (tasks: Task[]) => boolean): Promise<Task[]> => {
    for (;;) {
      const now = await tasks();
      if (reached(now)) return now;
      if (now.every(({ state }) => state.ended !== null)) throw new Error(`Too late: ${JSON.stringify(now, null, 1)}`);
      await delay(2500);
    }
  };

  const running =
    (node: string) =>
    ({ host, phase, state }: Task): boolean =>
      host === node && phase === "running" && state.attempts.length > 0;

  const started = await run("train", "--all", "--on", "slurm");
  expect(started.exitCode).toBe(0);
  const training = await until((all) => all.some(running("n1")) && all.some(running("n2")));
  const hit = training.find(running("n1"))!;
  await cluster.killNode("n1");
  // Slurm misses the node and queues its task again; then the node comes back.
  await until((all) => all[hit.index]!.phase === "waiting");
  cluster.startNode("n1");
  // Another is preempted three times, wherever it runs.
  const other = training.find(running("n2"))!.index;
  for (let time = 0; time < 3; time++) {
    const { host, state } = (await until((all) => all[other]!.phase === "running"))[other]!;
    await cluster.preempt(host!);
    await until((all) => all[other]!.state.attempts.length > state.attempts.length);
  }
  const ended = await until((all) => all.every(({ state }) => state.ended !== null));
  expect(ended[hit.index]!.state.attempts.length).toBeGreaterThan(1);
  expect(ended[other]!.state.attempts.length).toBeGreaterThan(3);

  const how = ended.map(
    ({ adapter, state }) => `${adapter}: ${state.ended!.exitCode} ${state.ended!.error?.code ?? ""}`,
  );
  expect(new Set(how)).toEqual(
    new Set([
      "2026-s2/iso-dates: 0 ",
      ...[2, 3, 4, 5, 6, 7].map((copy) => `2026-s2/iso-dates-${copy}: 0 `),
      "2026-s2/iso-dates-8: 1 adapter-has-errors",
    ]),
  );
  const report = path.join(made.root, ".loco/fleet/train-1/report.md");
  while (!existsSync(report)) await delay(1000);
  expect(await readFile(report, "utf8")).toContain("7 of 8 done, 1 failed");

  // Slurm has forgotten the array; a task that nobody finished can be seen and begun all the same.
  while ((await cluster.slurm("squeue", "-h")) !== "") await delay(1000);
  await rm(path.join(made.root, ".loco/fleet/train-1/tasks/0.json"));
  expect((await tasks())[0]!.phase).toBe("waiting");
  expect(await run("fleet", "cancel")).toMatchObject({ exitCode: 0 });
});

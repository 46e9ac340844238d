import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { preparePython } from "@locollm/trainer";
import { beforeAll, expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

const folder = "semesters/2026-s2/adapters";

interface Task {
  readonly phase: string;
  readonly state: { readonly attempts: readonly unknown[]; readonly progress: unknown };
}

beforeAll(() => preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) }), 1_200_000);

/** A class with an adapter whose training is so long. */
async function classOf(train: string, rows: number) {
  const made = await smallClass();
  await made.copyAdapter("iso-dates", { train: rows, eval: 4 });
  const manifest = await readFile(path.join(made.root, folder, "iso-dates/adapter.yaml"), "utf8");
  await made.write(`${folder}/iso-dates/adapter.yaml`, manifest.replace(/^train:.*$/m, train));
  return made;
}

test.skipIf(process.platform === "win32")(
  "a fleet on this machine that was killed is begun again where it was",
  { timeout: 900_000 },
  async () => {
    await using made = await classOf("train: { recipe: default, batchSize: 4, topLayers: 2, epochs: 12 }", 24);
    const first = path.join(made.root, folder, "iso-dates");
    await cp(first, `${first}-2`, { recursive: true });
    const manifest = await readFile(path.join(first, "adapter.yaml"), "utf8");
    await writeFile(path.join(`${first}-2`, "adapter.yaml"), manifest.replace("topLayers: 2", "topLayers: 2, seed: 2"));
    const tasks = async (): Promise<Task[]> => {
      const { stdout } = await made.loco("fleet", "status", "--json");
      return (JSON.parse(stdout) as { data?: { tasks?: Task[] } }).data?.tasks ?? [];
    };

    const { running, signal } = made.startGroup("train", "--all", "--on", "local");
    while (!(await tasks()).some(({ state }) => state.progress !== null)) await delay(200);
    expect((await tasks()).map(({ phase }) => phase)).toContain("running");
    signal("SIGKILL");
    await running;
    // Children see their parent go, end at their next step and leave a checkpoint.
    while ((await tasks()).some(({ phase }) => phase === "running")) await delay(200);
    expect((await tasks()).map(({ phase }) => phase)).toContain("stopped");
    const { stdout } = await made.loco("fleet", "status");
    expect(stdout).toContain("0 of 2 done");

    const again = await made.loco("fleet", "start");
    expect({ exitCode: again.exitCode, stderr: again.stderr }).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain("2 of 2 done");
    const ended = await tasks();
    expect(ended.map(({ phase }) => phase)).toEqual(["done", "done"]);
    expect(Math.max(...ended.map(({ state }) => state.attempts.length))).toBe(2);
  },
);

test("a sweep's winner is chosen on training rows that are held out", { timeout: 900_000 }, async () => {
  await using made = await classOf("train: { recipe: default, batchSize: 4, topLayers: 2 }", 48);
  const few = await made.loco("train", "iso-dates", "--sweep", "rank=2,4", "validation=0.1");
  expect({ exitCode: few.exitCode, stderr: few.stderr }).toMatchObject({ exitCode: 2 });
  expect(few.stderr).toContain("hold out the same rows");
  const swept = await made.loco("train", "iso-dates", "--sweep", "lr=1e-7,3e-3", "--on", "local");
  expect({ exitCode: swept.exitCode, stderr: swept.stderr }).toMatchObject({ exitCode: 0 });
  expect(swept.stdout).toMatch(
    /The lowest loss on held-out training rows: learningRate: 0\.003\. With one seed nobody knows what is luck/,
  );
  expect(swept.stdout).toContain("under train: learningRate: 0.003");
});

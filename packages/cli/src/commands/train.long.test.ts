import { existsSync } from "node:fs";
import { glob, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sha256Hex, type Lock } from "@locollm/core";
import { preparePython } from "@locollm/trainer";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshHome } from "../../test/fresh-home.ts";
import { smallClass } from "../../test/small-class.ts";

const folder = "semesters/2026-s2/adapters/iso-dates";
const base = "smollm2-135m-instruct-q4-1";

beforeAll(async () => {
  await preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) });
}, 1_200_000);

/** A class with a small adapter, whose training holds rows out, may stop by itself, and leaves a checkpoint every ten steps. */
async function smallAdapter(home: string) {
  const made = await smallClass({ home });
  await made.copyAdapter("iso-dates", { train: 40, eval: 4 });
  for (const old of ["locks", "weights", "results"]) await made.remove(`${folder}/${old}`);
  const manifest = await readFile(path.join(made.root, folder, "adapter.yaml"), "utf8");
  const settings = "train: { recipe: default, batchSize: 2, epochs: 3, topLayers: 4, schedule: auto, validation: 0.4 }";
  await made.write(`${folder}/adapter.yaml`, manifest.replace(/^train:.*$/m, settings));
  /** When a file of the run was written, 0 before it is there. */
  const written = async (name: string): Promise<number> => {
    for await (const file of glob(path.join(made.root, ".loco/runs/train/*", name))) return (await stat(file)).mtimeMs;
    return 0;
  };
  const after = async (name: string, time: number) => {
    while ((await written(name)) <= time) await delay(20);
  };
  return {
    made,
    /** Waits until the run has left a file, or has written it anew. */
    until: (name: string) => after(name, 0),
    untilNewer: async (name: string) => after(name, await written(name)),
    trained: async () => {
      const done = await made.loco("train", "iso-dates", "--json");
      expect({ exitCode: done.exitCode, stderr: done.stderr }).toMatchObject({ exitCode: 0 });
      const weights = path.join(made.root, folder, "weights", `${base}.gguf`);
      const lock = JSON.parse(await readFile(path.join(made.root, folder, "locks", `${base}.json`), "utf8")) as Lock;
      expect(lock.weights.sha256).toBe(sha256Hex(await readFile(weights)));
      return { weights, lock };
    },
  };
}

/** What must be the same, byte for byte. */
function kept({ lock: { weights, parity, trainer } }: { lock: Lock }) {
  return { weights, parity, curve: trainer.curve, validation: trainer.validation };
}

describe.skipIf(process.platform === "win32")("a training that is broken off ends with the same weights", () => {
  let own: Awaited<ReturnType<typeof freshHome>>;
  let unbroken: Awaited<ReturnType<typeof smallAdapter>>;
  let whole: Awaited<ReturnType<typeof unbroken.trained>>;
  let milliseconds: number;
  beforeAll(async () => {
    own = await freshHome();
    await own.borrowEnvironment();
    unbroken = await smallAdapter(own.home);
    const started = performance.now();
    whole = await unbroken.trained();
    milliseconds = performance.now() - started;
  }, 600_000);
  afterAll(async () => {
    await unbroken.made[Symbol.asyncDispose]();
    await own[Symbol.asyncDispose]();
  });

  test(
    "killed with its children, killed alone, interrupted, and killed before the export",
    { timeout: 1_800_000 },
    async () => {
      const broken = await smallAdapter(own.home);
      await using _broken = broken.made;
      const withChildren = broken.made.startGroup("train", "iso-dates");
      await broken.until("checkpoint.safetensors");
      withChildren.signal("SIGKILL");
      await withChildren.running;

      // The program sees its parent go, and leaves one more checkpoint.
      const alone = broken.made.start("train", "iso-dates");
      await broken.untilNewer("checkpoint.safetensors");
      alone.kill("SIGKILL");
      await alone;

      const interrupted = broken.made.startGroup("train", "iso-dates", "--json");
      for await (const line of interrupted.running.iterable({ from: "stderr" }))
        if (/going on at step 2\d/.test(line)) interrupted.signal("SIGINT");
      const { exitCode, stdout } = await interrupted.running;
      expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({
        exitCode: 130,
        ok: false,
        findings: [{ code: "interrupted", fix: "Run the same command again: it goes on where it stopped." }],
      });

      const beforeExport = broken.made.startGroup("train", "iso-dates");
      await broken.until("finished.json");
      beforeExport.signal("SIGKILL");
      await beforeExport.running;
      expect(existsSync(path.join(broken.made.root, folder, "locks", `${base}.json`))).toBe(false);

      expect(kept(await broken.trained())).toEqual(kept(whole));
    },
  );

  test("trained again from what its weights say of themselves", { timeout: 600_000 }, async () => {
    const again = await unbroken.made.loco("reproduce", whole.weights);
    expect({ exitCode: again.exitCode, stderr: again.stderr }).toMatchObject({ exitCode: 0 });
    expect(again.stderr).toContain("training: done");
    expect(again.stdout).toContain(`The same bytes: sha256 ${whole.lock.weights.sha256}`);
  });

  test("killed ten times at random moments", { timeout: 1_800_000 }, async () => {
    const broken = await smallAdapter(own.home);
    await using _broken = broken.made;
    const moments = Array.from({ length: 10 }, () => Math.round(Math.random() * milliseconds)).sort((a, b) => a - b);
    const ended: unknown[] = [];
    for (const [at, moment] of moments.entries()) {
      const { running, signal } = broken.made.startGroup("train", "iso-dates");
      // A start that goes on has to load everything again, a fifth of a whole run, before it does anything new.
      const wait = at === 0 ? moment : moment - moments[at - 1]! + 0.2 * milliseconds * Math.random();
      if (await Promise.race([running.then(() => true), delay(wait, false)])) {
        ended.push(kept(await broken.trained()));
        for (const made of [`${folder}/locks`, `${folder}/weights`, ".loco"]) await broken.made.remove(made);
      } else signal("SIGKILL");
      await running;
    }
    ended.push(kept(await broken.trained()));
    console.log(`killed after ${moments.join(", ")} of ${Math.round(milliseconds)} ms`);
    expect(ended).toEqual(ended.map(() => kept(whole)));
  });
});

test.skipIf(process.platform === "win32")(
  "killed while the Python environment is made, it is made anew",
  { timeout: 1_800_000 },
  async () => {
    await using own = await freshHome();
    const small = await smallAdapter(own.home);
    await using _made = small.made;
    const inEnvironment = async (name: string) => {
      for await (const file of glob(path.join(own.home, "environments/trainer-*", name))) return file;
      return undefined;
    };
    const making = small.made.startGroup("train", "iso-dates");
    while ((await inEnvironment("lib/python*/site-packages/torch")) === undefined) await delay(10);
    making.signal("SIGKILL");
    await making.running;
    expect(await inEnvironment("loco-ready.json")).toBeUndefined();

    const { python } = await preparePython({ home: own.home });
    const { exitCode } = await execa(python, ["-c", "import torch, transformers, peft, safetensors, gguf"]);
    expect(exitCode).toBe(0);
  },
);

test("a training that runs away says so, and keeps no weights", { timeout: 600_000 }, async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 32, eval: 4 });
  for (const old of ["locks", "weights", "results"]) await made.remove(`${folder}/${old}`);
  const manifest = await readFile(path.join(made.root, folder, "adapter.yaml"), "utf8");
  const settings =
    "train: { recipe: default, batchSize: 1, epochs: 4, topLayers: 2, learningRate: 0.1, maxGradientNorm: 1000000 }";
  await made.write(`${folder}/adapter.yaml`, manifest.replace(/^train:.*$/m, settings));
  const { exitCode, stderr } = await made.loco("train", "iso-dates");
  expect(exitCode).toBe(1);
  expect(stderr.slice(stderr.indexOf("error: "))).toMatchInlineSnapshot(`
    "error: The training of 2026-s2/iso-dates ran away: its loss stayed a number, but it changed the base a hundred times as much as trainings do.
    Lower train.learningRate in adapter.yaml (it was 0.1), for example to a tenth.
    More: loco explain ran-away"
  `);
  expect(existsSync(path.join(made.root, folder, "weights"))).toBe(false);
});

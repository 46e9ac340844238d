import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sha256Hex, type Lock } from "@locollm/core";
import { preparePython } from "@locollm/trainer";
import { beforeAll, expect, test } from "vitest";
import { freshHome } from "../../test/fresh-home.ts";
import { smallClass } from "../../test/small-class.ts";

const folder = "semesters/2026-s2/adapters/iso-dates";
const base = "smollm2-135m-instruct-q4-1";
const kills = 10;

beforeAll(async () => {
  await preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) });
}, 1_200_000);

/** A class with an adapter whose training holds rows out, stops by itself, and leaves a checkpoint every ten steps. */
async function smallAdapter(home: string) {
  const made = await smallClass({ home });
  await made.copyAdapter("iso-dates", { train: 40, eval: 4 });
  for (const old of ["locks", "weights", "results"]) await made.remove(`${folder}/${old}`);
  const file = path.join(made.root, folder, "adapter.yaml");
  const settings = "train: { recipe: default, batchSize: 2, epochs: 2, topLayers: 2, schedule: auto, validation: 0.2 }";
  await made.write(`${folder}/adapter.yaml`, (await readFile(file, "utf8")).replace(/^train:.*$/m, settings));
  return {
    made,
    train: async () => {
      const done = await made.loco("train", "iso-dates", "--json");
      expect({ exitCode: done.exitCode, stderr: done.stderr }).toMatchObject({ exitCode: 0 });
    },
    trained: async () => {
      const lock = JSON.parse(await readFile(path.join(made.root, folder, "locks", `${base}.json`), "utf8")) as Lock;
      const weights = sha256Hex(await readFile(path.join(made.root, folder, "weights", `${base}.gguf`)));
      return { weights, validation: lock.trainer.validation };
    },
  };
}

test.skipIf(process.platform === "win32")(
  "killed ten times at random moments, a training ends with the bytes of an unbroken one",
  { timeout: 1_800_000 },
  async () => {
    await using own = await freshHome();
    await own.borrowEnvironment();
    const unbroken = await smallAdapter(own.home);
    await using _unbroken = unbroken.made;
    const started = performance.now();
    await unbroken.train();
    const milliseconds = performance.now() - started;
    const whole = await unbroken.trained();

    const broken = await smallAdapter(own.home);
    await using _broken = broken.made;
    const moments: number[] = [];
    const ended: unknown[] = [];
    while (moments.length < kills) {
      const { running, signal } = broken.made.startGroup("train", "iso-dates");
      const moment = Math.random() * milliseconds;
      if (await Promise.race([running.then(() => true), delay(moment, false)])) {
        ended.push(await broken.trained());
        for (const made of [`${folder}/locks`, `${folder}/weights`, ".loco"]) await broken.made.remove(made);
        continue;
      }
      signal("SIGKILL");
      await running;
      moments.push(Math.round(moment));
    }
    await broken.train();
    ended.push(await broken.trained());
    console.log(`killed after ${moments.join(", ")} of ${Math.round(milliseconds)} ms`);
    expect(ended).toEqual(ended.map(() => whole));
  },
);

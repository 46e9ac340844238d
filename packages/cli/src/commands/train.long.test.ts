import { existsSync } from "node:fs";
import { glob, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sha256Hex, type Lock } from "@locollm/core";
import { readGguf, readTensorValues } from "@locollm/store";
import { preparePython } from "@locollm/trainer";
import { execa } from "execa";
import { beforeAll, expect, test } from "vitest";
import { freshHome } from "../../test/fresh-home.ts";
import { smallClass } from "../../test/small-class.ts";

const folder = "semesters/2026-s2/adapters/iso-dates";
const base = "smollm2-135m-instruct-q4-1";

beforeAll(async () => {
  await preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) });
}, 1_200_000);

/** A class with a small adapter of 30 steps, which leaves a checkpoint every ten. */
async function smallAdapter(home: string) {
  const made = await smallClass({ home });
  await made.copyAdapter("iso-dates", { train: 30, eval: 20 });
  for (const old of ["locks", "weights", "results"]) await made.remove(`${folder}/${old}`);
  const manifest = await readFile(path.join(made.root, folder, "adapter.yaml"), "utf8");
  const settings = "train: { recipe: default, batchSize: 2, epochs: 2, topLayers: 4 }";
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
      return { weights, lock, stderr: done.stderr };
    },
  };
}

/** The largest difference between two files' values of the same tensor. */
function difference(one: string, other: string): number {
  const [a, b] = [readGguf(one), readGguf(other)];
  expect(b.tensors.map(({ name }) => name)).toEqual(a.tensors.map(({ name }) => name));
  let largest = 0;
  for (const [at, tensor] of a.tensors.entries()) {
    const theirs = readTensorValues(b, b.tensors[at]!);
    for (const [index, value] of readTensorValues(a, tensor).entries())
      largest = Math.max(largest, Math.abs(value - theirs[index]!));
  }
  return largest;
}

test.skipIf(process.platform === "win32")(
  "killed with its children, killed alone, interrupted, and killed before the export, training ends with the same weights",
  { timeout: 1_800_000 },
  async () => {
    await using own = await freshHome();
    await own.borrowEnvironment();
    const unbroken = await smallAdapter(own.home);
    await using _unbroken = unbroken.made;
    const whole = await unbroken.trained();

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

    const mended = await broken.trained();
    expect(difference(whole.weights, mended.weights)).toBeLessThan(1e-3);
    expect(mended.lock.weights).toEqual(whole.lock.weights);
    expect(mended.lock.parity).toEqual(whole.lock.parity);
  },
);

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

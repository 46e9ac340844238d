import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Item } from "@locollm/core";
import { fetchBase, hashFile, readWorkspace } from "@locollm/store";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoManifest } from "../test/demo-manifest.ts";
import { preparePython } from "./environment/python-environment.ts";
import { pythonOptions, runTraining } from "./run-training.ts";
import type { TrainEvent } from "./train-event.ts";
import { planTraining, writePlan, type TrainingBase, type TrainPlan } from "./train-plan.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const items: Item[] = Array.from({ length: 18 }, (_, at) => ({
  id: `row-${at}`,
  prompt: `Say the number ${at * 37} twice.`,
  answer: `${at * 37} ${at * 37}`,
}));
const manifest = demoManifest({
  prompt: { system: "Say it twice." },
  train: { batchSize: 2, epochs: 3, topLayers: 4, dropout: 0.1 },
});

let folder: string;
let base: TrainingBase;
let python: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco train ü-"));
  const bases = (await readWorkspace(root)).bases;
  const own = bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
  const file = await fetchBase(own);
  base = { id: own.id, sha256: file.sha256, file: file.path };
  python = (await preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) })).python;
}, 900_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const planIn = (place: string): TrainPlan =>
  planTraining({ adapterId: "2026-s2/twice", manifest, items, base, root: path.join(folder, place), device: "cpu" });

/** Trains in a process of its own and kills it as it stands, once it has left a checkpoint. */
async function trainAndKill(plan: TrainPlan): Promise<void> {
  const file = await writePlan(plan);
  const content = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFile(file, JSON.stringify({ ...content, checkpointSteps: 2 }));
  const child = execa(python, ["-m", "loco_trainer", "train", file], {
    ...pythonOptions(),
    buffer: false,
    stderr: "ignore",
  });
  for await (const line of child.iterable()) {
    const event = JSON.parse(line) as TrainEvent;
    if (event.event === "progress" && event.step >= 3) child.kill("SIGKILL");
  }
  expect((await child).isTerminated).toBe(true);
}

describe.skipIf(process.platform === "win32")("a program that does not end well", () => {
  test.each([
    ["killed, as by a machine without memory", "kill -9 $$", { code: "trainer-killed", kind: "machine" }],
    ["ends in the middle", "exit 7", { code: "trainer-crashed", kind: "failure" }],
    ["says what is no event", "echo hello", { code: "trainer-protocol" }],
    [
      "has no space",
      `echo '{"event":"error","code":"no-space","message":"Full.","fix":"Free some."}'; exit 1`,
      { code: "no-space", kind: "machine", message: "Full.", fix: "Free some." },
    ],
    [
      "fails by itself",
      `echo '{"event":"error","code":"diverged","message":"No number.","fix":"Lower it."}'; exit 1`,
      { code: "diverged", kind: "failure" },
    ],
  ])("%s", async (_, script, expected) => {
    const program = path.join(folder, "program");
    await writeFile(program, `#!/bin/sh\n${script}\n`);
    await chmod(program, 0o755);
    await expect(runTraining(planIn("ends"), { python: program })).rejects.toMatchObject(expected);
  });
});

describe("training on real weights", { timeout: 600_000 }, () => {
  test("killed, then interrupted, then left alone, ends with the bytes of an unbroken run", async () => {
    const whole = planIn("whole");
    const events: TrainEvent[] = [];
    const { start, done } = await runTraining(whole, { python, onEvent: (event) => events.push(event) });
    expect(start).toMatchObject({ rows: 18, steps: 27, resumedAt: 0, device: "cpu" });
    expect(events.filter(({ event }) => event === "progress")).toHaveLength(27);
    expect(done.finalLoss).toBeLessThan(events.find((event) => event.event === "progress")!.loss);

    const broken = planIn("broken");
    expect(broken.hash).toBe(whole.hash);
    await trainAndKill(broken);
    const abort = new AbortController();
    const second: TrainEvent[] = [];
    const interrupted = runTraining(broken, {
      python,
      signal: abort.signal,
      onEvent: (event) => {
        second.push(event);
        if (event.event === "progress" && event.step >= 5) abort.abort();
      },
    });
    await expect(interrupted).rejects.toMatchObject({ code: "interrupted", kind: "interrupted" });
    // A fast machine is some steps further when the kill arrives.
    const [resumed] = second as [TrainEvent & { event: "start" }];
    expect(resumed.event).toBe("start");
    expect(resumed.resumedAt).toBeGreaterThanOrEqual(2);
    expect(resumed.resumedAt % 2).toBe(0);
    expect(second.at(-1)?.event).toBe("checkpoint");
    const last = await runTraining(broken, { python });
    expect(last.start.resumedAt).toBeGreaterThanOrEqual(5);
    for (const name of ["adapter_model.safetensors", "parity.json"]) {
      expect(await hashFile(path.join(broken.folder, name)), name).toBe(await hashFile(path.join(whole.folder, name)));
    }
  });

  test("a row longer than the context is an error that names it, never cut", async () => {
    const long: Item = { id: "long-row", prompt: "word ".repeat(700), answer: "word" };
    const plan = planTraining({
      adapterId: "2026-s2/twice",
      manifest,
      items: [...items, long],
      base,
      root: path.join(folder, "long"),
    });
    await expect(runTraining(plan, { python })).rejects.toMatchObject({
      code: "row-too-long",
      message: expect.stringContaining("data/train.jsonl:19: row long-row has"),
      fix: "Shorten the row or raise train.contextLength in adapter.yaml.",
    });
  });
});

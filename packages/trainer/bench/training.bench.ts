/** Our training loop beside a bare PEFT loop, step by step in one process, on the rows of iso-dates. */
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fetchBase, readAdapterData, readWorkspace, resolveAdapter } from "@locollm/store";
import { execa } from "execa";
import { preparePython } from "../src/python-environment.ts";
import { pythonOptions } from "../src/run-training.ts";
import { planTraining, writePlan } from "../src/train-plan.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const steps = Number(process.argv[2] ?? 8);
const workspace = await readWorkspace(root);
const adapter = resolveAdapter(workspace, "iso-dates");
const base = workspace.bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
const file = await fetchBase(base);
const { python } = await preparePython({ onLog: (line) => console.error(line) });
const place = await mkdtemp(path.join(os.tmpdir(), "loco-bench-"));
try {
  const plan = planTraining({
    adapterId: adapter.id,
    manifest: adapter.manifest,
    items: (await readAdapterData(adapter)).train.map(({ item }) => item),
    base: { id: base.id, sha256: file.sha256, file: file.path },
    root: place,
  });
  const script = path.join(import.meta.dirname, "training_steps.py");
  const result = await execa(python, [script, await writePlan(plan), String(steps)], {
    ...pythonOptions(),
    stderr: "inherit",
    reject: true,
  });
  const { ours, bare, ratio, ...rest } = JSON.parse(result.stdout) as Record<string, number>;
  console.log(
    `ours ${ours?.toFixed(0)} tokens/s, bare PEFT loop ${bare?.toFixed(0)} tokens/s, ratio ${ratio?.toFixed(2)}`,
  );
  console.log(JSON.stringify(rest));
} finally {
  await rm(place, { recursive: true, force: true });
}

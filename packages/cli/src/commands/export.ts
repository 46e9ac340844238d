import { stat } from "node:fs/promises";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { inspectLog, lmEvalSamples } from "@locollm/eval";
import { listRuns, readAdapterData, readRun, resolveAdapter, runsFolder, writeWhole } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { smallModelNotice } from "../small-model-notice.ts";
import { openClass } from "../steps/open-class.ts";

/** Writes a stored run in the form of another evaluation program. */
export async function exportRun(
  invocation: Invocation,
  written: string,
  options: { as: "lm-eval" | "inspect"; out?: string | undefined },
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const id = await runNamed(workspace.root, written);
  const stored = await readRun(workspace.root, id);
  const { run } = stored;
  const adapter = resolveAdapter(workspace, run.adapter);
  const rows = await readAdapterData(adapter);
  const exported = {
    ...stored,
    manifest: adapter.manifest,
    items: rows.eval.map(({ item }) => item),
    trainingRows: rows.train.map(({ item }) => item),
  };
  const base = workspace.bases.find((one) => one.id === run.generator.base.id);
  const notice =
    base === undefined ? `A model wrote this (${run.generator.base.id}). It may be wrong.` : smallModelNotice(base);
  const { mtime } = await stat(path.join(runsFolder(workspace.root), id, "run.json"));
  const text =
    options.as === "inspect"
      ? `${JSON.stringify(inspectLog(exported, { created: mtime.toISOString(), notice }), null, 2)}\n`
      : lmEvalSamples(exported);
  const data = { run: id, form: options.as, samples: stored.samples.length, notice };
  if (options.out === undefined) {
    invocation.talk.say(notice);
    return { data: { ...data, content: text }, text: text.trimEnd() };
  }
  const file = path.resolve(invocation.directory, options.out);
  await writeWhole(file, text);
  return {
    data: { ...data, file },
    text: `${data.samples} answers in ${path.relative(invocation.directory, file)}.\n${notice}`,
  };
}

/** The run that a folder's path, an id or the beginning of one means. */
async function runNamed(root: string, written: string): Promise<string> {
  const name = path.basename(written.replace(/[\\/]+(?:run\.json|samples\.jsonl)?$/, ""));
  const runs = await listRuns(root);
  const found = runs.filter((id) => id === name || (name.length >= 4 && id.startsWith(name)));
  if (found.length === 1) return found[0]!;
  throw new LocoError({
    code: found.length > 1 ? "run-ambiguous" : "run-missing",
    message:
      found.length > 1
        ? `${found.length} runs begin with ${name}.`
        : `There is no run ${name} in this workspace (${runs.length} are there).`,
    fix: found.length > 1 ? "Write more of its id." : "loco eval prints the folders of its runs in .loco/runs/.",
    fields: { run: name },
    kind: "usage",
  });
}

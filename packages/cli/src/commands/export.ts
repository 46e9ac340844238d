import { stat } from "node:fs/promises";
import path from "node:path";
import { inspectLog, lmEvalSamples } from "@locollm/eval";
import { readAdapterData, readRun, resolveAdapter, runsFolder, writeWhole } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { smallModelNotice } from "@locollm/course";
import { openClass } from "../steps/open-class.ts";
import { runNamed } from "../steps/run-named.ts";

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

import { LocoError } from "@locollm/core";
import { loadWeights, resolveAdapter, resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { costWords, estimateEvaluationHere, obtainBase, smallModelNotice, typedName } from "@locollm/course";
import { marginOf } from "../steps/margin-of.ts";
import { openClass } from "../steps/open-class.ts";
import { previewOnBase } from "../steps/preview-on-base.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";

export interface EvalPreviewOptions {
  readonly base?: string | undefined;
  /** Points; 5 where none are named. */
  readonly margin?: string | undefined;
}

/** Asks only as many items as it takes to see which way a verdict would go. Writes no results: a preview is no grade. */
export async function previewAdapter(
  invocation: Invocation,
  name: string | undefined,
  options: EvalPreviewOptions,
): Promise<CommandResult> {
  const margin = marginOf(options.margin ?? "5");
  if (name === undefined) {
    throw new LocoError({
      code: "wrong-use",
      message: "A preview is of one adapter, and none is named.",
      fix: "Name it: loco eval <adapter> --preview",
      fields: {},
      kind: "usage",
    });
  }
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  await refuseErrors(invocation, workspace, adapter, ["results"]);
  await loadWeights(adapter, manifest.id, { signal: invocation.signal });
  const file = await obtainBase(invocation, workspace.root, manifest);
  const cost = await estimateEvaluationHere(invocation, adapter, manifest, file);
  if (cost.seconds > 10) {
    invocation.talk.say(
      `Previewing ${adapter.id}: at most what an evaluation takes, ${costWords(cost)}. Ctrl-C is safe.`,
    );
  }
  const { found, words, examples } = await previewOnBase(invocation, workspace, adapter, { manifest, file, margin });
  const notice = smallModelNotice(manifest);
  return {
    data: {
      adapter: adapter.id,
      base: manifest.id,
      examples,
      preview: { ...found, interval: [...found.interval] },
      words,
      notice,
    },
    text: `${adapter.id} against ${manifest.id} with its best prompt (${examples === 0 ? "no" : examples} examples)\n${words}\nThe verdict: loco eval ${typedName(workspace, adapter)}\n\n${notice}`,
  };
}

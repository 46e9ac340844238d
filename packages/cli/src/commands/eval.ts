import path from "node:path";
import type { JsonValue } from "@locollm/core";
import { cardBlock, markdownReport, terminalReport } from "@locollm/eval";
import {
  loadWeights,
  resolveAdapter,
  resolveBase,
  shownPath,
  writeMeasuredBlock,
  writeResults,
  writeWhole,
} from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { estimateEvaluationHere } from "../steps/estimate-evaluation.ts";
import { evaluateOnBase } from "../steps/evaluate-on-base.ts";
import { missingBase } from "../steps/missing-base.ts";
import { obtainBase } from "../steps/obtain-base.ts";
import { openClass } from "../steps/open-class.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";
import { costWords } from "../steps/say-cost.ts";
import { smallModelNotice } from "../small-model-notice.ts";

export interface EvalOptions {
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
  readonly report?: string | undefined;
  readonly write: boolean;
}

/** Asks base and adapter the same questions and says whether the adapter is better. */
export async function evaluateAdapter(
  invocation: Invocation,
  name: string,
  options: EvalOptions,
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  await refuseErrors(invocation, workspace, adapter, ["results"]);
  // Said before minutes of measuring and downloading, not after.
  if (options.estimate !== true) await loadWeights(adapter, manifest.id, { signal: invocation.signal });
  const missing = options.estimate === true ? await missingBase(invocation, manifest, { training: false }) : undefined;
  if (missing !== undefined) return missing;
  const file = await obtainBase(invocation, workspace.root, manifest);
  const cost = await estimateEvaluationHere(invocation, adapter, manifest, file);
  if (options.estimate === true)
    return { data: { ...cost }, text: `Evaluating ${adapter.id} on ${manifest.id}: ${costWords(cost)}.` };
  if (cost.seconds > 10) {
    invocation.talk.say(`Evaluating ${adapter.id}: ${costWords(cost)}; less where answers are cached. Ctrl-C is safe.`);
  }
  const { summary, report, best, runs } = await evaluateOnBase(invocation, workspace, adapter, manifest, file);
  if (options.write) {
    await writeResults(adapter.folder, summary);
    if ((await writeMeasuredBlock(adapter.folder, cardBlock(summary))) === "no-card")
      invocation.talk.warn(`${shownPath(adapter)}/README.md cannot be read, so the results are in results/ alone.`);
  }
  const notice = smallModelNotice(manifest);
  if (options.report !== undefined) {
    await writeWhole(path.resolve(invocation.directory, options.report), `${markdownReport(report)}\n${notice}\n`);
  }
  const shown = (folder: string) => path.relative(workspace.root, folder).split(path.sep).join("/");
  return {
    data: {
      ...(report as unknown as { [key: string]: JsonValue }),
      bestPrompt: { examples: best.examples, tried: best.tried.map((one) => ({ ...one })) },
      runs: { adapter: shown(runs.adapter), basePlain: shown(runs.basePlain), baseBest: shown(runs.baseBest) },
      notice,
    },
    text: `${terminalReport(report, { colour: process.stdout.isTTY === true && !process.env["NO_COLOR"] })}\n\nAll answers: ${shown(runs.adapter)}/samples.jsonl\n${notice}`,
  };
}

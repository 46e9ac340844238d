import path from "node:path";
import type { JsonValue } from "@locollm/core";
import { shortJsonReport, terminalReport } from "@locollm/eval";
import { loadWeights, resolveAdapter, resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import {
  costToldFirst,
  costWords,
  estimateEvaluationHere,
  evaluateOnBase,
  obtainBase,
  openEngine,
  sayCost,
} from "@locollm/course";
import { marginOf } from "../steps/margin-of.ts";
import { missingBase } from "../steps/missing-base.ts";
import { writeMeasured } from "../steps/write-measured.ts";
import { openClass } from "../steps/open-class.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";
import { refuseStrayOptions } from "../steps/refuse-stray-options.ts";
import { reportWriter } from "../steps/write-report.ts";

export interface EvalOptions {
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
  readonly report?: string | undefined;
  readonly item?: string | undefined;
  /** Points. */
  readonly margin?: string | undefined;
  readonly write: boolean;
}

/** Asks base and adapter the same questions and says whether the adapter is better. */
export async function evaluateAdapter(
  invocation: Invocation,
  name: string,
  options: EvalOptions,
): Promise<CommandResult> {
  refuseStrayOptions(options);
  const writeReport = options.report === undefined ? undefined : reportWriter(invocation, options.report);
  const margin = options.margin === undefined ? undefined : marginOf(options.margin);
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  await refuseErrors(invocation, workspace, adapter, ["results"]);
  // Said before minutes of measuring and downloading, not after.
  if (options.estimate !== true) await loadWeights(adapter, manifest.id, { signal: invocation.signal });
  const missing = options.estimate === true ? await missingBase(invocation, manifest, { training: false }) : undefined;
  if (missing !== undefined) return missing;
  if (options.item !== undefined) {
    const { evaluateItem } = await import("./eval-item.ts");
    return evaluateItem(invocation, { workspace, adapter, manifest, id: options.item });
  }
  const file = await obtainBase(invocation, workspace.root, manifest);
  const estimate = () => estimateEvaluationHere(invocation, adapter, manifest, file);
  if (options.estimate === true) {
    const cost = await estimate();
    return { data: { ...cost }, text: `Evaluating ${adapter.id} on ${manifest.id}: ${costWords(cost)}.` };
  }
  await using stack = new AsyncDisposableStack();
  const engine = costToldFirst(await openEngine(stack, manifest, file), async () =>
    sayCost(invocation, `Evaluating ${adapter.id}`, await estimate()),
  );
  const { summary, report, best, runs } = await evaluateOnBase(invocation, workspace, adapter, engine, {
    margin,
    write: options.write,
  });
  if (options.write) await writeMeasured(invocation, workspace, adapter, summary);
  await writeReport?.(report);
  const shown = (folder: string) => path.relative(workspace.root, folder).split(path.sep).join("/");
  return {
    data: {
      ...(shortJsonReport(report) as { [key: string]: JsonValue }),
      summary: summary as unknown as JsonValue,
      bestPrompt: { examples: best.examples, tried: best.tried.map((one) => ({ ...one })) },
      runs: { adapter: shown(runs.adapter), basePlain: shown(runs.basePlain), baseBest: shown(runs.baseBest) },
    },
    text: `${terminalReport(report, { colour: process.stdout.isTTY === true && !process.env["NO_COLOR"] })}\nAll answers: ${shown(runs.adapter)}/samples.jsonl\nTo see each beside the base's: loco report ${path.basename(runs.adapter).slice(0, 12)} ${path.basename(runs.baseBest).slice(0, 12)} --report report.html`,
  };
}

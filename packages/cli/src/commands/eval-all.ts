import { LocoError, type ResultsSummary } from "@locollm/core";
import { adjustVerdicts } from "@locollm/eval";
import { activeSemester, loadWeights, resolveBase, type AdapterFolder } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import {
  type Cost,
  costOfAll,
  costToldFirst,
  costWords,
  estimateEvaluationHere,
  evaluateOnBase,
  obtainBase,
  openEngine,
  sayCost,
} from "@locollm/course";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";
import { refuseStrayOptions } from "../steps/refuse-stray-options.ts";
import { writeMeasured } from "../steps/write-measured.ts";
import { cohortTable } from "../terminal/cohort-table.ts";

export interface EvalAllOptions {
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
  readonly write: boolean;
}

/** Options that one adapter's evaluation has, and not all of them at once. */
const ofOneAdapter = ["report", "item", "conditions", "preview", "margin", "sendTo", "shareOf"];

/**
 * Evaluates every adapter of the active semester, in one process and on one open base. An adapter that cannot be
 * evaluated is named with the reason and keeps no other one waiting.
 */
export async function evaluateAll(
  invocation: Invocation,
  name: string | undefined,
  options: EvalAllOptions,
): Promise<CommandResult> {
  refuseOthers(name, options);
  const { signal, talk } = invocation;
  const workspace = await openClass(invocation);
  const manifest = resolveBase(workspace, options.base);
  const semester = activeSemester(workspace);
  const missing = options.estimate === true ? await missingBase(invocation, manifest, { training: false }) : undefined;
  if (missing !== undefined) return missing;
  const refused: { readonly adapter: string; readonly reason: string; readonly fix: string }[] = [];
  const ready: AdapterFolder[] = [];
  for (const adapter of semester.adapters) {
    const usable = await unlessRefused(adapter, async () => {
      await refuseErrors(invocation, workspace, adapter, ["results"]);
      await loadWeights(adapter, manifest.id, { signal });
      return adapter;
    });
    if (usable !== undefined) ready.push(usable);
  }
  const file = await obtainBase(invocation, workspace.root, manifest);
  const what = `Evaluating ${ready.length} adapters of ${semester.id} on ${manifest.id}`;
  const estimate = async () => {
    const costs: Cost[] = [];
    for (const adapter of ready) costs.push(await estimateEvaluationHere(invocation, adapter, manifest, file));
    return costOfAll(costs);
  };
  if (options.estimate === true) {
    const cost = await estimate();
    return { data: { ...cost, refused }, text: `${what}: ${costWords(cost)}.` };
  }
  const summaries: ResultsSummary[] = [];
  await using stack = new AsyncDisposableStack();
  const engine = costToldFirst(await openEngine(stack, manifest, file), async () =>
    sayCost(invocation, what, await estimate()),
  );
  for (const adapter of ready) {
    talk.say(adapter.id);
    const evaluation = await unlessRefused(adapter, () =>
      evaluateOnBase(invocation, workspace, adapter, engine, { write: options.write }),
    );
    if (evaluation === undefined) continue;
    const { summary } = evaluation;
    if (options.write) await writeMeasured(invocation, workspace, adapter, summary);
    summaries.push(summary);
  }
  const againstBest = summaries.map((summary) => summary.againstBest);
  const inCohort = adjustVerdicts(againstBest, "benjamini-hochberg");
  const rows = summaries.map((summary, i) => ({ summary, verdict: inCohort[i]! }));
  return {
    data: { semester: semester.id, base: manifest.id, adapters: JSON.parse(JSON.stringify(rows)), refused },
    ok: refused.length === 0,
    text: [cohortTable(rows), ...refused.map(({ reason, fix }) => `Not evaluated: ${reason}\n  ${fix}`)].join("\n\n"),
  };

  async function unlessRefused<Value>(adapter: AdapterFolder, work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LocoError) || signal.aborted || error.fields["adapter"] !== adapter.id) throw error;
      refused.push({ adapter: adapter.id, reason: error.message, fix: error.fix });
      return undefined;
    }
  }
}

function refuseOthers(name: string | undefined, options: object): void {
  const option = ofOneAdapter.find((one) => one in options);
  refuseStrayOptions(options);
  if (name === undefined && option === undefined) return;
  const other = name ?? `--${option!.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new LocoError({
    code: "wrong-use",
    message: `--all evaluates every adapter plainly; ${other} does not go with it.`,
    fix:
      name === undefined
        ? `Name one adapter: loco eval <adapter> ${other} …`
        : `One of the two: loco eval ${name}, or loco eval --all`,
    fields: { option: other },
    kind: "usage",
  });
}

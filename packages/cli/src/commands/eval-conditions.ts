import type { JsonValue } from "@locollm/core";
import { LocoError } from "@locollm/core";
import { conditionNames, conditionsReport, namedCondition, terminalConditions } from "@locollm/eval";
import { loadWeights, readAdapterData, resolveAdapter, resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { smallModelNotice } from "../small-model-notice.ts";
import { adaptedGenerator } from "../steps/adapted-generator.ts";
import { estimateConditionsHere } from "../steps/estimate-conditions.ts";
import { evaluateConditions, type PlannedCondition } from "../steps/evaluate-conditions.ts";
import { obtainBase } from "../steps/obtain-base.ts";
import { openClass } from "../steps/open-class.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";
import { costWords } from "../steps/say-cost.ts";

export interface EvalConditionsOptions {
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
  readonly conditions?: string | undefined;
  readonly subject?: string | undefined;
  readonly items?: string | undefined;
}

/** Asks the same items under several conditions and says what helps: right answers, their cost, and the difference to plain. */
export async function evaluateUnderConditions(
  invocation: Invocation,
  name: string,
  options: EvalConditionsOptions,
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  await refuseErrors(invocation, workspace, adapter, ["results"]);
  const data = await readAdapterData(adapter);
  const items = firstItems(
    data.eval.map(({ item }) => item),
    options.items,
  );
  const trainingRows = data.train.map(({ item }) => item);
  const names = conditionNames(options.conditions ?? "plain", trainingRows);
  const subjects = subjectsOf(options.subject ?? "base");
  const cells = subjects.flatMap((subject) =>
    names.map((one) => ({
      subject,
      name: one,
      condition: namedCondition(one, { manifest: adapter.manifest, subject, trainingRows }),
    })),
  );
  const weights = subjects.includes("adapter")
    ? await loadWeights(adapter, manifest.id, { signal: invocation.signal })
    : undefined;
  const file = await obtainBase(invocation, workspace.root, manifest);
  const conditions = cells.map(({ condition }) => condition);
  const cost = await estimateConditionsHere(
    invocation,
    adapter,
    conditions,
    { items, trainingRows },
    { manifest, file },
  );
  const what = `Asking ${items.length} items of ${adapter.id} under ${cells.length} conditions`;
  if (options.estimate === true) return { data: { ...cost }, text: `${what}: ${costWords(cost)}.` };
  if (cost.seconds > 10)
    invocation.talk.say(`${what}: ${costWords(cost)}; less where answers are cached. Ctrl-C is safe.`);

  const { openBase, stopLlama } = await import("@locollm/inference");
  await using stack = new AsyncDisposableStack();
  stack.defer(stopLlama);
  const base = stack.use(await openBase({ manifest, file }));
  const generators = {
    base: base.generator(),
    adapter: weights && adaptedGenerator(base, { id: adapter.id, path: weights.path, sha256: weights.sha256 }),
  };
  const planned = cells.map((cell): PlannedCondition => ({ ...cell, generator: generators[cell.subject]! }));
  const results = await evaluateConditions(invocation, planned, {
    root: workspace.root,
    adapter,
    data,
    items,
    trainingRows,
  });
  const { alpha } = workspace.semesters.find(({ id }) => id === adapter.semester)!.manifest.gate;
  const report = conditionsReport(results, { alpha });
  const notice = smallModelNotice(manifest);
  const colour = process.stdout.isTTY === true && !process.env["NO_COLOR"];
  const title = `${adapter.manifest.title} (${adapter.id} ${adapter.manifest.version}) on ${manifest.id}, ${items.length} items`;
  return {
    data: { adapter: adapter.id, base: manifest.id, ...(report as unknown as Record<string, JsonValue>), notice },
    text: `${title}\n\n${terminalConditions(report, { colour })}\n\nAll answers: .loco/runs\n${notice}`,
  };
}

const subjectNames = ["base", "adapter"] as const;

function subjectsOf(list: string): (typeof subjectNames)[number][] {
  const named = list.split(",").map((one) => one.trim());
  const subjects = subjectNames.filter((one) => named.includes(one));
  if (subjects.length === new Set(named).size) return subjects;
  throw new LocoError({
    code: "wrong-use",
    message: `--subject ${list} names somebody who cannot answer.`,
    fix: `Use ${subjectNames.join(", ")}, or both: ${subjectNames.join(",")}.`,
    fields: { subject: list },
    kind: "usage",
  });
}

function firstItems<T>(items: readonly T[], count: string | undefined): readonly T[] {
  if (count === undefined) return items;
  if (/^[1-9]\d{0,6}$/.test(count)) return items.slice(0, Number(count));
  throw new LocoError({
    code: "wrong-use",
    message: `--items ${count} is no number of items.`,
    fix: "Give a whole number from 1 on.",
    fields: { items: count },
    kind: "usage",
  });
}

import path from "node:path";
import { LocoError, type BaseManifest, type Generator, type JsonValue } from "@locollm/core";
import {
  conditionNames,
  conditionsReport,
  namedCondition,
  terminalConditions,
  type ConditionResult,
  type ReferenceRun,
} from "@locollm/eval";
import { loadWeights, readAdapterData, readRun, resolveAdapter, resolveBase, type AdapterFolder } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import {
  adaptedGenerator,
  costWords,
  estimateConditionsHere,
  obtainBase,
  openDomain,
  smallModelNotice,
} from "@locollm/course";
import { askItemAgain, findItem } from "../steps/ask-item-again.ts";
import { evaluateConditions, type PlannedCondition } from "../steps/evaluate-conditions.ts";
import { openClass } from "../steps/open-class.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";
import { pricesOf, remoteCost, remoteCostWords } from "../steps/remote-cost.ts";
import { namedRemote, type RemoteOptions } from "../steps/remote-options.ts";
import { itemAnswersText } from "../terminal/item-answers.ts";

export interface EvalConditionsOptions extends RemoteOptions {
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
  readonly conditions?: string | undefined;
  readonly subject?: string | undefined;
  readonly items?: string | undefined;
  readonly item?: string | undefined;
  readonly shareOf?: string | undefined;
}

const subjectNames = ["base", "adapter", "remote"] as const;
type Subject = (typeof subjectNames)[number];

/** Asks the same items under several conditions and says what helps: right answers, their cost, and the difference to plain. */
export async function evaluateUnderConditions(
  invocation: Invocation,
  name: string,
  options: EvalConditionsOptions,
): Promise<CommandResult> {
  const remote = namedRemote(options);
  const prices = pricesOf(options.priceSent, options.priceReceived);
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  const subjects = subjectsOf(options.subject, remote, adapter.locks.has(manifest.id));
  await refuseErrors(invocation, workspace, adapter, ["results"]);
  const data = await readAdapterData(adapter);
  const all = data.eval.map(({ item }) => item);
  const item = options.item === undefined ? undefined : findItem(adapter.id, all, options.item);
  const rows = {
    items: item === undefined ? firstItems(all, options.items) : [item],
    trainingRows: data.train.map(({ item }) => item),
  };
  const { names, leftOut } = conditionNames(options.conditions ?? "plain", {
    manifest: adapter.manifest,
    trainingRows: rows.trainingRows,
  });
  for (const { name: one, reason } of leftOut) invocation.talk.warn(`${one} is left out: ${reason}.`);
  const conditionsFor = (subject: "base" | "adapter") =>
    names.map((one) => ({
      name: one,
      condition: namedCondition(one, { ...rows, manifest: adapter.manifest, subject }),
    }));
  const here = subjects.filter((subject) => subject !== "remote");
  const reference =
    options.shareOf === undefined ? undefined : await recorded(workspace.root, options.shareOf, rows.items);

  const weights = here.includes("adapter")
    ? await loadWeights(adapter, manifest.id, { signal: invocation.signal })
    : undefined;
  const file = here.length === 0 ? undefined : await obtainBase(invocation, workspace.root, manifest);
  const asked = here.flatMap(conditionsFor).map(({ condition }) => condition);
  const local =
    file === undefined
      ? null
      : await estimateConditionsHere(invocation, adapter.manifest, asked, rows, { manifest, file });
  const away =
    remote === undefined || !subjects.includes("remote")
      ? null
      : remoteCost(
          adapter.manifest,
          conditionsFor("base").map(({ condition }) => condition),
          rows,
          prices,
        );
  const what = `Asking ${item === undefined ? `${rows.items.length} items` : "one item"} of ${adapter.id} under ${subjects.length * names.length} conditions`;
  const words = [
    ...(local === null ? [] : [costWords(local)]),
    ...(away === null ? [] : [`to ${options.sendTo}: ${remoteCostWords(away)}`]),
  ].join("; ");
  if (options.estimate === true)
    return { data: { here: local && { ...local }, remote: away && { ...away } }, text: `${what}: ${words}.` };
  if (away !== null || (local !== null && local.seconds > 10))
    invocation.talk.say(
      `${what}: ${words}${item === undefined ? "; less where answers are cached" : ""}. Ctrl-C is safe.`,
    );

  const { openBase, stopLlama } = await import("@locollm/inference");
  await using stack = new AsyncDisposableStack();
  const generators: Partial<Record<Subject, Generator>> = { ...(remote && { remote }) };
  if (file !== undefined) {
    stack.defer(stopLlama);
    const base = stack.use(await openBase({ manifest, file }));
    generators.base = base.generator();
    if (weights !== undefined)
      generators.adapter = adaptedGenerator(base, { id: adapter.id, path: weights.path, sha256: weights.sha256 });
  }
  const nameOf = (subject: Subject) => (subject === "remote" ? options.model! : subject);
  const planned = subjects.flatMap((subject) =>
    conditionsFor(subject === "adapter" ? "adapter" : "base").map((cell): PlannedCondition => ({
      ...cell,
      subject: nameOf(subject),
      generator: generators[subject]!,
      ...(subject === "remote" && options.keyFrom !== undefined && { keyFrom: options.keyFrom }),
    })),
  );
  if (item !== undefined) {
    const domain = { ...(await openDomain(stack, adapter, invocation.signal, data)), ...rows };
    const sides = [];
    for (const { subject, name: one, ...how } of planned)
      sides.push(await askItemAgain(domain, item, { ...how, name: `${subject}, ${one}` }));
    const { notice, ...rest } = described(adapter, manifest, subjects, options);
    const of = `${adapter.id} on ${rest.base ?? options.model!}`;
    return {
      data: { ...rest, item, sides, notice } as unknown as JsonValue,
      text: itemAnswersText(item, sides, { of, notice }),
    };
  }
  const results = await evaluateConditions(invocation, planned, { root: workspace.root, adapter, data, ...rows });
  const { alpha } = workspace.semesters.find(({ id }) => id === adapter.semester)!.manifest.gate;
  const report = conditionsReport(results, {
    alpha,
    items: rows.items,
    reference: reference ?? remoteReference(results, subjects, nameOf("remote")),
  });
  return {
    data: {
      ...(report as unknown as Record<string, JsonValue>),
      leftOut: leftOut.map((one) => ({ ...one })),
      ...described(adapter, manifest, subjects, options),
    },
    text: textOf(adapter, manifest, subjects, options, terminalConditions(report, { colour: coloured() })),
  };
}

function described(
  adapter: AdapterFolder,
  manifest: BaseManifest,
  subjects: readonly Subject[],
  options: EvalConditionsOptions,
) {
  const here = subjects.some((subject) => subject !== "remote");
  return {
    adapter: adapter.id,
    base: here ? manifest.id : null,
    remote: subjects.includes("remote") ? { endpoint: options.sendTo!, model: options.model! } : null,
    notice: noticeOf(manifest, subjects, options),
  };
}

function textOf(
  adapter: AdapterFolder,
  manifest: BaseManifest,
  subjects: readonly Subject[],
  options: EvalConditionsOptions,
  table: string,
): string {
  const on = subjects.every((subject) => subject === "remote") ? options.model! : manifest.id;
  const title = `${adapter.manifest.title} (${adapter.id} ${adapter.manifest.version}) on ${on}`;
  return `${title}\n\n${table}\n\nAll answers: .loco/runs\n${noticeOf(manifest, subjects, options)}`;
}

function noticeOf(
  manifest: BaseManifest,
  subjects: readonly Subject[],
  { model, sendTo }: EvalConditionsOptions,
): string {
  return [
    ...(subjects.some((subject) => subject !== "remote") ? [smallModelNotice(manifest)] : []),
    ...(subjects.includes("remote") ? [`The answers of ${model} came from ${sendTo}; they may be wrong too.`] : []),
  ].join("\n");
}

/** The remote model's first run: its plain one unless other conditions were named. */
function remoteReference(
  results: readonly ConditionResult[],
  subjects: readonly Subject[],
  model: string,
): ReferenceRun | undefined {
  if (!subjects.includes("remote")) return undefined;
  const own = results.filter(({ subject }) => subject === model);
  const chosen = own.find(({ condition }) => condition === "plain") ?? own[0]!;
  return { name: `${model}, ${chosen.condition}`, samples: chosen.evaluation.samples };
}

/** A run that was kept, as what shares are taken of. It must hold every item that is asked. */
async function recorded(root: string, run: string, items: readonly { readonly id: string }[]): Promise<ReferenceRun> {
  const { run: kept, samples } = await readRun(root, path.basename(run));
  const known = new Set(samples.map(({ item }) => item));
  const missing = items.filter(({ id }) => !known.has(id)).length;
  if (missing === 0) return { name: `${kept.generator.base.id}, recorded`, samples };
  throw new LocoError({
    code: "runs-not-comparable",
    message: `The run ${kept.id.slice(0, 12)} lacks ${missing} of the ${items.length} items that are asked.`,
    fix: "Name a run of the same items, or ask fewer: --items <n>",
    fields: { run: kept.id, missing },
  });
}

function subjectsOf(list: string | undefined, remote: Generator | undefined, trained: boolean): Subject[] {
  if (list === undefined) {
    if (remote === undefined) return ["base"];
    return trained ? ["base", "adapter", "remote"] : ["base", "remote"];
  }
  const named = list.split(",").map((one) => one.trim());
  const subjects = subjectNames.filter((one) => named.includes(one));
  const able = remote !== undefined || !subjects.includes("remote");
  if (able && subjects.length === new Set(named).size) return subjects;
  throw new LocoError({
    code: "wrong-use",
    message: `--subject ${list} names somebody who cannot answer.`,
    fix: able ? `Use some of ${subjectNames.join(",")}.` : "Name the endpoint too: --send-to <url> --model <name>",
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

function coloured(): boolean {
  return process.stdout.isTTY === true && !process.env["NO_COLOR"];
}

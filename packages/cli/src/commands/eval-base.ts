import path from "node:path";
import { LocoError, type BaseManifest } from "@locollm/core";
import { baseCardMarkdown, compareRuns, type BaseDomain, type BaseSpeed } from "@locollm/eval";
import { activeSemester, resolveBase, writeWhole, type AdapterFolder, type SemesterFolder } from "@locollm/store";
import { thisMachine } from "@locollm/trainer";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import {
  type Cost,
  costOfAll,
  costWords,
  engineThroughput,
  estimateEvaluationHere,
  obtainBase,
  smallModelNotice,
} from "@locollm/course";
import { evaluateDomain, type DomainEvaluation } from "../steps/evaluate-domain.ts";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";
import { packageEnergy } from "../steps/package-energy.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";

export interface EvalBaseOptions {
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
  readonly against?: string | undefined;
  readonly watts?: number | undefined;
  readonly write: boolean;
}

/** Options that say nothing about a base alone; the card is of a file on this machine, so an endpoint has none. */
const adapterOptions = ["report", "item", "conditions", "subject", "items", "preview", "margin", "shareOf"];
const endpointOptions = ["sendTo", "model", "keyFrom", "inFlight", "priceSent", "priceReceived"];

/** A base's report card: what it does by itself in every domain of the active semester, how fast, and what 4 bits cost. */
export async function evaluateBase(invocation: Invocation, options: EvalBaseOptions): Promise<CommandResult> {
  const needsEndpoint = endpointOptions.find((name) => name in options);
  if (needsEndpoint !== undefined) throw noAdapter(needsEndpoint, "--send-to <url> --model <name>");
  const needsAdapter = adapterOptions.find((name) => name in options);
  if (needsAdapter !== undefined) throw noAdapter(needsAdapter);
  if (options.base === undefined) throw noBase();
  const { watts } = options;
  if (watts !== undefined && !(watts > 0)) throw wrongWatts();
  const workspace = await openClass(invocation);
  const manifest = resolveBase(workspace, options.base);
  const precise = options.against === undefined ? null : resolveBase(workspace, options.against);
  const semester = activeSemester(workspace);
  for (const adapter of semester.adapters)
    await refuseErrors(invocation, workspace, adapter, ["locks", "weights", "results"]);
  const missing = options.estimate === true ? await missingBase(invocation, manifest, { training: false }) : undefined;
  if (missing !== undefined) return missing;
  const file = await obtainBase(invocation, workspace.root, manifest);
  const costs: Cost[] = [];
  for (const adapter of semester.adapters)
    costs.push(await estimateEvaluationHere(invocation, adapter, manifest, file));
  const cost = costOfAll(costs);
  if (options.estimate === true)
    return { data: { ...cost }, text: `The report card of ${manifest.id}: ${costWords(cost)}.` };
  invocation.talk.say(`The report card of ${manifest.id}: ${costWords(cost)}; less where answers are cached.`);
  const throughput = await engineThroughput(invocation, manifest, file);
  const meter = packageEnergy();
  const own = await domainsOf(invocation, semester, manifest, workspace.root);
  const tokens = own.reduce((sum, { generatedTokens }) => sum + generatedTokens, 0);
  const joules = tokens === 0 ? undefined : meter?.joules();
  const others = precise === null ? null : await domainsOf(invocation, semester, precise, workspace.root);
  const speed: BaseSpeed = {
    promptTokensPerSecond: throughput.promptTokensPerSecond,
    generatedTokensPerSecond: throughput.generatedTokensPerSecond,
    lanes: throughput.lanes,
    machine: thisMachine(null),
    ...(joules !== undefined
      ? { joulesPerThousandTokens: (1000 * joules) / tokens, energy: "measured" as const }
      : watts !== undefined
        ? { joulesPerThousandTokens: (1000 * watts) / throughput.generatedTokensPerSecond, energy: watts }
        : { joulesPerThousandTokens: null, energy: null }),
  };
  const { alpha } = semester.manifest.gate;
  const domains = own.map(({ adapter, items, plain, best, examples }, at): BaseDomain => {
    const other = others?.[at]?.plain;
    return {
      adapter: adapter.id,
      title: adapter.manifest.title,
      plain: plain.run,
      best: best.run,
      examples,
      precise: other === undefined ? null : { run: other.run, verdict: compareRuns(plain, other, { alpha, items }) },
    };
  });
  const card = {
    base: manifest,
    sha256: file.sha256,
    semester: semester.id,
    precise: precise === null ? null : { id: precise.id, title: precise.title },
    domains,
    speed,
  };
  const notice = smallModelNotice(manifest);
  const text = `${baseCardMarkdown(card)}\n${notice}\n`;
  const page = path.join("bases", `${manifest.id}.md`);
  if (options.write) await writeWhole(path.join(workspace.root, page), text);
  return {
    data: JSON.parse(JSON.stringify({ ...card, notice })),
    text: options.write ? `${text}\nWritten to ${page}.` : text,
  };
}

async function domainsOf(
  invocation: Invocation,
  semester: SemesterFolder,
  manifest: BaseManifest,
  root: string,
): Promise<(DomainEvaluation & { readonly adapter: AdapterFolder })[]> {
  const file = await obtainBase(invocation, root, manifest);
  const { openBase, stopLlama } = await import("@locollm/inference");
  await using stack = new AsyncDisposableStack();
  stack.defer(stopLlama);
  const generator = stack.use(await openBase({ manifest, file })).generator();
  const domains: (DomainEvaluation & { readonly adapter: AdapterFolder })[] = [];
  for (const adapter of semester.adapters) {
    invocation.talk.say(adapter.id);
    domains.push({ adapter, ...(await evaluateDomain(invocation, adapter, generator)) });
  }
  return domains;
}

function noAdapter(option: string, usual?: string): LocoError {
  const flag = `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return new LocoError({
    code: "wrong-use",
    message: `${flag} needs an adapter; a base's report card does not have it.`,
    fix: `Name one: loco eval <adapter> ${usual ?? `${flag} …`}`,
    fields: { option: flag },
    kind: "usage",
  });
}

function noBase(): LocoError {
  return new LocoError({
    code: "wrong-use",
    message: "loco eval needs an adapter, or --base for a base's report card.",
    fix: "For example: loco eval iso-dates, or loco eval --base smollm2-135m-instruct-q4-1.",
    kind: "usage",
  });
}

function wrongWatts(): LocoError {
  return new LocoError({
    code: "wrong-use",
    message: "--watts takes the processor's power in watts.",
    fix: "For example: --watts 15. Leave it out where the machine has a meter.",
    kind: "usage",
  });
}

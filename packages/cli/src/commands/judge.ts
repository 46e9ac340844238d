import path from "node:path";
import { hasErrors, LocoError, type BaseManifest, type Generator, type JsonValue } from "@locollm/core";
import {
  answerPairs,
  judgeName,
  judgeReplies,
  judgeRequests,
  judgeRuns,
  judgeWords,
  labelSheet,
  replyLine,
  runName,
  type AnswerPair,
  type JudgeForm,
} from "@locollm/eval";
import {
  openGenerationCache,
  readAdapterData,
  readLabels,
  readRun,
  requireFile,
  resolveAdapter,
  resolveBase,
  writeJudgeReport,
  writeWhole,
  type CachedBase,
  type StoredRun,
} from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { costWords, estimateRequestsHere, obtainBase, progressWords } from "@locollm/course";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";
import { otherRun } from "../steps/other-run.ts";
import { pricesOf, remoteCostWords, requestsCost } from "../steps/remote-cost.ts";
import { namedRemote, type RemoteOptions } from "../steps/remote-options.ts";
import { runsNotice } from "../steps/runs-notice.ts";
import { runNamed } from "../steps/run-named.ts";
import { findingsText, withFindings } from "../terminal/finding-lines.ts";

export interface JudgeOptions extends RemoteOptions {
  readonly after: string;
  readonly before?: string | undefined;
  readonly base?: string | undefined;
  readonly reference?: true | undefined;
  readonly reasons?: true | undefined;
  readonly labels?: string | undefined;
  readonly labelSheet?: string | undefined;
  readonly labelItems: string;
  readonly estimate?: true | undefined;
}

/** Who judges: a base here, or an endpoint that the command names. */
type Judge =
  | { readonly kind: "here"; readonly manifest: BaseManifest; readonly file: CachedBase }
  | { readonly kind: "remote"; readonly generator: Generator };

/** Has a model compare two stored runs. What it said is kept for their report; nothing else is written: a judge decides no grade. */
export async function judgeTwoRuns(invocation: Invocation, options: JudgeOptions): Promise<CommandResult> {
  const remote = namedRemote(options);
  const prices = pricesOf(options.priceSent, options.priceReceived);
  const workspace = await openClass(invocation);
  const after = await readRun(workspace.root, await runNamed(workspace.root, options.after));
  const adapter = resolveAdapter(workspace, after.run.adapter);
  const otherId =
    options.before === undefined
      ? await otherRun(workspace.root, adapter, after.run)
      : await runNamed(workspace.root, options.before);
  const before = await readRun(workspace.root, otherId);
  const data = await readAdapterData(adapter);
  const pairs = answerPairs(
    before,
    after,
    data.eval.map(({ item }) => item),
  );
  const answered = runsNotice(workspace.bases, [before.run, after.run]);
  if (options.labelSheet !== undefined)
    return writeSheet(invocation, options.labelSheet, pairs, sheetItems(options.labelItems), answered);
  const { labels, findings } =
    options.labels === undefined ? { labels: undefined, findings: [] } : await labelsIn(invocation, options.labels);
  if (hasErrors(findings)) return { data: null, findings, text: findingsText(findings) };

  const form: JudgeForm = {
    manifest: adapter.manifest,
    reference: options.reference === true,
    reasons: options.reasons === true,
    // A small base seldom keeps the form of a reply, and an endpoint tells no likelihood.
    by: remote === undefined && options.reasons !== true ? "likelihood" : "writing",
  };
  const requests = judgeRequests(pairs, form);
  let judge: Judge;
  let words: string;
  if (remote === undefined) {
    const manifest = resolveBase(workspace, options.base);
    const missing =
      options.estimate === true ? await missingBase(invocation, manifest, { training: false }) : undefined;
    if (missing !== undefined) return missing;
    judge = { kind: "here", manifest, file: await obtainBase(invocation, workspace.root, manifest) };
    const cost = await estimateRequestsHere(
      invocation,
      requests,
      judge,
      form.by === "likelihood" ? judgeReplies : undefined,
    );
    words = `Judging ${pairs.length} items with ${manifest.id}: ${costWords(cost)}`;
    if (options.estimate === true) return { data: { here: { ...cost }, remote: null }, text: `${words}.` };
    if (cost.seconds > 10) invocation.talk.say(`${words}; less where replies are cached. Ctrl-C is safe.`);
  } else {
    judge = { kind: "remote", generator: remote };
    const cost = requestsCost(requests, prices);
    words = `Judging ${pairs.length} items with ${options.model}, to ${options.sendTo}: ${remoteCostWords(cost)}`;
    if (options.estimate === true) return { data: { here: null, remote: { ...cost } }, text: `${words}.` };
    invocation.talk.say(`${words}; less where replies are cached. Ctrl-C is safe.`);
  }

  await using stack = new AsyncDisposableStack();
  const generator = await opened(stack, judge);
  const { alpha } = workspace.semesters.find(({ id }) => id === adapter.semester)!.manifest.gate;
  const line = invocation.talk.progress(`  ${generator.identity.base.id} judges`);
  const started = performance.now();
  const report = await judgeRuns({
    ...form,
    before,
    after,
    pairs,
    generator,
    alpha,
    labels,
    cache: stack.use(openGenerationCache()),
    signal: invocation.signal,
    onProgress: (progress) => line.update(progressWords(progress, (performance.now() - started) / 1000)),
  });
  line.finish(`${report.pairs.length} items`);
  await writeJudgeReport(workspace.root, report);
  const names = sideNames(after, before);
  const said = judgeWords(report, names);
  const notice = [
    answered,
    judge.kind === "here"
      ? `A small model judged this (${judge.manifest.title.split(",")[0]}). It may be wrong.`
      : `The judgements of ${options.model} came from ${options.sendTo}; they may be wrong too.`,
  ].join("\n");
  const odd = report.pairs.flatMap(({ item, replies }) =>
    replies
      .filter(({ preferred, error }) => preferred === null && error === undefined)
      .map(({ text }) => ({ item, text })),
  );
  return {
    data: { report: report as unknown as JsonValue, words: said, notice },
    findings,
    text: withFindings(
      [
        `${adapter.manifest.title} (${adapter.id}): “${names.after}” (${after.run.id.slice(0, 12)}) beside “${names.before}” (${before.run.id.slice(0, 12)})`,
        `Judge: ${judgeName(report)}`,
        "",
        ...said,
        ...(odd.length === 0 ? [] : ["", "Replies without a judgement, such as:"]),
        ...odd.slice(0, 3).map(({ item, text }) => `  ${item}: ${replyLine(text)}`),
        "",
        notice,
      ].join("\n"),
      findings,
    ),
  };
}

async function opened(stack: AsyncDisposableStack, judge: Judge): Promise<Generator> {
  if (judge.kind === "remote") return judge.generator;
  const { openBase, stopLlama } = await import("@locollm/inference");
  stack.defer(stopLlama);
  return stack.use(await openBase({ manifest: judge.manifest, file: judge.file })).generator();
}

/** Names that tell the two runs apart. */
function sideNames(after: StoredRun, before: StoredRun) {
  const [one, two] = [after, before].map(({ run }) => runName(run)) as [string, string];
  const withId = ({ run }: StoredRun) => `${runName(run)}, ${run.generator.base.id}, ${run.id.slice(0, 8)}`;
  return one === two ? { after: withId(after), before: withId(before) } : { after: one, before: two };
}

async function labelsIn({ directory }: Invocation, written: string) {
  const file = path.resolve(directory, written);
  await requireFile(file);
  return readLabels(file, path.relative(directory, file).split(path.sep).join("/"));
}

async function writeSheet(
  { directory }: Invocation,
  written: string,
  pairs: readonly AnswerPair[],
  most: number,
  notice: string,
): Promise<CommandResult> {
  const rows = labelSheet(pairs, most);
  const file = path.resolve(directory, written);
  await writeWhole(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return {
    data: { file, rows: rows.length, notice },
    text: [
      `${rows.length} pairs in ${path.relative(directory, file)}. In each row replace null after "preferred" by "first", "second" or "tie"; then: --labels ${written}`,
      notice,
    ].join("\n"),
  };
}

function sheetItems(count: string): number {
  if (/^[1-9]\d{0,6}$/.test(count)) return Number(count);
  throw new LocoError({
    code: "wrong-use",
    message: `--label-items ${count} is no number of rows.`,
    fix: "Give a whole number from 1 on.",
    kind: "usage",
  });
}

import type { Counts, Item, Sample, SampleTiming, Verdict } from "@locollm/core";
import type { Evaluation } from "../runner/evaluate.ts";
import { pairedRatioInterval } from "../statistics/paired-ratio-interval.ts";
import { wilsonInterval } from "../statistics/wilson-interval.ts";
import { adjustVerdicts } from "../verdict/adjust-verdicts.ts";
import { compareRuns } from "../verdict/compare.ts";

/** Who answered under one condition. */
export interface ConditionResult {
  /** Such as `base`, `adapter`, or the name of a remote model. */
  readonly subject: string;
  /** The condition's name, such as `vote:5`. */
  readonly condition: string;
  readonly evaluation: Evaluation;
}

/** The run that shares are taken of: a frontier model's, remote or recorded. */
export interface ReferenceRun {
  readonly name: string;
  readonly samples: readonly Sample[];
}

export interface ConditionRow {
  readonly subject: string;
  readonly condition: string;
  readonly run: string;
  readonly counts: Counts;
  /** 95 % Wilson interval of the share right among the items that the machinery answered. */
  readonly interval: readonly [number, number];
  /** Means over the answered items; all answers of a vote and all turns of a loop are counted. */
  readonly tokensPerAnswer: { readonly prompt: number; readonly generated: number };
  /** Against plain with the same subject, item by item, after Holm's adjustment over the table; null for plain itself. */
  readonly againstPlain: Verdict | null;
  /** Right answers as a share of the reference's, over the items that both answered; null without one, or where it has none right. */
  readonly shareOfReference: { readonly share: number; readonly interval: readonly [number, number | null] } | null;
}

/** What helps at this size: every condition on the same items, as data. */
export interface ConditionsReport {
  readonly items: number;
  readonly reference: string | null;
  readonly rows: readonly ConditionRow[];
}

export interface ConditionsReportOptions {
  readonly reference?: ReferenceRun | undefined;
  readonly alpha?: number;
  /** The items that were asked: those that share a source are counted as a cluster. */
  readonly items?: readonly Item[];
}

/** Puts the table of conditions together, in the order of the results. Verdicts at `alpha`. */
export function conditionsReport(
  results: readonly ConditionResult[],
  { reference, ...options }: ConditionsReportOptions = {},
): ConditionsReport {
  const plainOf = new Map(
    results.flatMap((one) => (one.condition === "plain" ? [[one.subject, one.evaluation] as const] : [])),
  );
  const rows = results.map(({ subject, condition, evaluation }): ConditionRow => {
    const { run, samples, timings } = evaluation;
    const plain = plainOf.get(subject);
    return {
      subject,
      condition,
      run: run.id,
      counts: run.counts,
      interval: wilsonInterval(run.counts.right, run.counts.items - run.counts.errors),
      tokensPerAnswer: tokensPerAnswer(timings),
      againstPlain: plain === undefined || condition === "plain" ? null : compareRuns(plain, evaluation, options),
      shareOfReference: reference === undefined ? null : shareOf(samples, reference.samples),
    };
  });
  const compared = rows.filter(({ againstPlain }) => againstPlain !== null);
  const verdicts = adjustVerdicts(
    compared.map(({ againstPlain }) => againstPlain!),
    "holm",
  );
  const verdictOf = new Map(compared.map((row, index) => [row, verdicts[index]!]));
  return {
    items: results[0]?.evaluation.samples.length ?? 0,
    reference: reference?.name ?? null,
    rows: rows.map((row) => ({ ...row, againstPlain: verdictOf.get(row) ?? null })),
  };
}

function tokensPerAnswer(timings: readonly SampleTiming[]): ConditionRow["tokensPerAnswer"] {
  const mean = (count: (timing: SampleTiming) => number) =>
    timings.length === 0 ? 0 : timings.reduce((sum, timing) => sum + count(timing), 0) / timings.length;
  return { prompt: mean((timing) => timing.promptTokens), generated: mean((timing) => timing.generatedTokens) };
}

function shareOf(samples: readonly Sample[], reference: readonly Sample[]): ConditionRow["shareOfReference"] {
  const scoreOf = new Map(reference.map(({ item, score }) => [item, score.outcome]));
  const pairs = { both: 0, onlyThis: 0, onlyReference: 0 };
  for (const { item, score } of samples) {
    const other = scoreOf.get(item);
    if (other === undefined || other === "error" || score.outcome === "error") continue;
    if (score.outcome === "right" && other === "right") pairs.both++;
    else if (score.outcome === "right") pairs.onlyThis++;
    else if (other === "right") pairs.onlyReference++;
  }
  const { both, onlyThis, onlyReference } = pairs;
  if (both + onlyReference === 0) return null;
  const [low, high] = pairedRatioInterval(both, onlyThis, onlyReference);
  return {
    share: (both + onlyThis) / (both + onlyReference),
    interval: [low, Number.isFinite(high) ? high : null],
  };
}

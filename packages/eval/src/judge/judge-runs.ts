import {
  datasetHash,
  LocoError,
  type Item,
  type JudgedPair,
  type JudgeReport,
  type PreferenceLabel,
} from "@locollm/core";
import type { CollectOptions } from "../runner/collect-answers.ts";
import { midPMcNemar } from "../statistics/mid-p-mcnemar.ts";
import { wilsonInterval } from "../statistics/wilson-interval.ts";
import { decideOutcome } from "../verdict/decide-outcome.ts";
import { checkComparable, type EvaluatedRun } from "../verdict/pair-scores.ts";
import { judgePairs, type AnswerPair, type JudgeForm } from "./judge-pairs.ts";
import { judgeRevision } from "./judge-prompt.ts";
import { labelAgreement, labelledSides } from "./label-agreement.ts";

export interface JudgeRunsOptions extends CollectOptions, JudgeForm {
  readonly before: EvaluatedRun;
  readonly after: EvaluatedRun;
  readonly pairs: readonly AnswerPair[];
  readonly alpha?: number;
  /** What people prefer; without them nobody has checked the judge. */
  readonly labels?: readonly PreferenceLabel[] | undefined;
}

/**
 * The two answers to each item of two runs, in the runs' order.
 *
 * @throws LocoError `runs-not-comparable`; `rows-changed` where the items are not those that were asked
 */
export function answerPairs(before: EvaluatedRun, after: EvaluatedRun, items: readonly Item[]): AnswerPair[] {
  checkComparable(before, after);
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const asked = after.samples.flatMap(({ item }) => itemOf.get(item) ?? []);
  if (asked.length !== after.samples.length || datasetHash(asked) !== after.run.dataset.sha256) {
    throw new LocoError({
      code: "rows-changed",
      message: `The evaluation rows of ${after.run.adapter} are no longer those that these runs answered.`,
      fix: `Evaluate again: loco eval ${after.run.adapter}`,
      fields: { adapter: after.run.adapter, run: after.run.id },
    });
  }
  const textOf = ({ finish, output }: EvaluatedRun["samples"][number]) => (finish === "error" ? null : output);
  return asked.map((item, i) => ({ item, before: textOf(before.samples[i]!), after: textOf(after.samples[i]!) }));
}

/**
 * Has a judge compare two runs, pair by pair and in both orders, and says how consistent it was, whether it follows the order, and how
 * far it agrees with people. This is no verdict and decides no grade.
 */
export async function judgeRuns(options: JudgeRunsOptions): Promise<JudgeReport> {
  const { before, after, pairs, generator, labels, reference, by, reasons, alpha = 0.05 } = options;
  const judged = await judgePairs(pairs, options, options);
  const level = 1 - alpha;
  const count = (outcome: JudgedPair["outcome"]) => judged.filter((pair) => pair.outcome === outcome).length;
  const counts = {
    items: judged.length,
    won: count("after"),
    lost: count("before"),
    ties: count("tie"),
    same: count("same"),
    orderDependent: count("order-dependent"),
    unreadable: count("unreadable"),
    errors: count("error"),
    cut: judged.filter(({ cut }) => cut).length,
  };
  const consistent = counts.won + counts.lost + counts.ties;
  const sides = labels && labelledSides(pairs, labels);
  const sameModel = ({ run }: EvaluatedRun) => run.generator.base.sha256 === generator.identity.base.sha256;
  return {
    schema: 1,
    adapter: after.run.adapter,
    before: before.run.id,
    after: after.run.id,
    judge: {
      kind: generator.identity.kind,
      engine: generator.identity.engine,
      base: generator.identity.base.id,
      revision: judgeRevision,
      isSide: sameModel(before) || sameModel(after),
      reference,
      by,
      reasons,
    },
    counts,
    ...differenceOf(judged, pairs, alpha),
    level,
    alpha,
    consistency: {
      same: consistent,
      asked: consistent + counts.orderDependent,
      interval: wilsonInterval(consistent, consistent + counts.orderDependent, level),
    },
    position: positionOf(judged),
    agreement: sides === undefined || labels === undefined ? null : labelAgreement(judged, sides, labels.length, level),
    pairs: judged.map((pair) => {
      const person = sides?.get(pair.item);
      return person === undefined ? pair : { ...pair, person };
    }),
    decidesGrade: false,
  };
}

const preferenceOf = {
  better: "after",
  worse: "before",
  "no-difference-shown": "none-shown",
  "too-few-items": "too-few-items",
  "not-decided": "not-decided",
} as const;

/** What the judged items show, by the rule of verdicts; 1 where `after` is preferred, −1 where `before` is. */
function differenceOf(
  judged: readonly JudgedPair[],
  pairs: readonly AnswerPair[],
  alpha: number,
): Pick<JudgeReport, "preference" | "delta" | "interval" | "pValue" | "clusters"> {
  const read = judged.flatMap(({ outcome }, i) => {
    if (outcome === "unreadable" || outcome === "error") return [];
    const { id, source } = pairs[i]!.item;
    const sign = outcome === "after" ? 1 : outcome === "before" ? -1 : 0;
    return [{ sign, cluster: source === undefined ? `item ${id}` : `source ${source}` }];
  });
  const names = read.map(({ cluster }) => cluster);
  const count = new Set(names).size;
  const clusters = count < names.length ? names : undefined;
  const { outcome, delta, interval, pValue } = decideOutcome(
    read.map(({ sign }) => sign),
    { alpha, clusters, graded: false, errors: judged.length - read.length },
  );
  return { preference: preferenceOf[outcome], delta, interval, pValue, ...(clusters && { clusters: count }) };
}

/** Of the items on which the orders disagree, those on which the place alone was preferred. */
function positionOf(judged: readonly JudgedPair[]): JudgeReport["position"] {
  const both = (place: "first" | "second") =>
    judged.filter(
      ({ outcome, replies }) =>
        outcome === "order-dependent" &&
        replies.every(
          ({ preferred, shownFirst }) => preferred !== "tie" && (preferred === shownFirst) === (place === "first"),
        ),
    ).length;
  const [first, second] = [both("first"), both("second")];
  return { first, second, pValue: midPMcNemar(first, second) };
}

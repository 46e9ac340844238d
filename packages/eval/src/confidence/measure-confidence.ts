import type { Confidence, Item, Sample } from "@locollm/core";
import { auroc } from "../statistics/auroc.ts";
import { midPMcNemar } from "../statistics/mid-p-mcnemar.ts";
import { calibrationFigures } from "./calibration-figures.ts";
import { fitCalibration, type JudgedAnswer } from "./fit-calibration.ts";
import { foldsOf, outOfFoldShares } from "./out-of-fold.ts";
import { sureness } from "./sureness.ts";

/**
 * So many right and so many wrong answers are needed for one slope.
 * Source: P. Peduzzi et al., Journal of Clinical Epidemiology 49 (1996) 1373–1379.
 */
export const leastOfEach = 10;

export interface MeasureConfidenceOptions {
  /** For the sources of the rows; in any order. */
  readonly items: readonly Item[];
  /** One side's answers to them. */
  readonly samples: readonly Sample[];
  /** Where the answers are an adapter's: from which share on they are given, and who could answer instead. */
  readonly fallback?:
    | {
        readonly threshold: number;
        /** The base's answers to the same items, under its best prompt. */
        readonly baseSamples: readonly Sample[];
        /** Level of the test that the base is right on more. */
        readonly alpha: number;
      }
    | undefined;
}

/** Measures one side's confidence; undefined where no answer has token probabilities, as from some endpoints. */
export function measureConfidence({ items, samples, fallback }: MeasureConfidenceOptions): Confidence | undefined {
  const sources = new Map(items.map(({ id, source }) => [id, source]));
  const judged = samples.flatMap((sample): (JudgedAnswer & { readonly item: string })[] => {
    const sure = sureness(sample.logProbabilities);
    if (sure === null || sample.score.outcome === "error") return [];
    const source = sources.get(sample.item);
    const cluster = source === undefined ? `item ${sample.item}` : `source ${source}`;
    return [{ item: sample.item, sureness: sure, right: sample.score.outcome === "right", cluster }];
  });
  if (judged.length === 0) return undefined;
  const folds = foldsOf(judged);
  const shares = outOfFoldShares(judged, folds);
  const right = judged.filter((answer) => answer.right).length;
  const area = auroc(
    judged.map((answer) => ({ score: answer.sureness, positive: answer.right, cluster: answer.cluster })),
  );
  const below = fallback && belowThreshold(judged, shares, fallback);
  return {
    worth: worthOf(judged.length, right, area?.interval[0]),
    questions: judged.length,
    right,
    folds: new Set(folds).size,
    calibration: fitCalibration(judged),
    auroc: area?.auroc ?? null,
    aurocInterval: area?.interval ?? null,
    ...calibrationFigures(judged.map((answer, i) => ({ share: shares[i]!, right: answer.right }))),
    ...(below !== undefined && { below }),
  };
}

function worthOf(questions: number, right: number, least = 0): Confidence["worth"] {
  if (Math.min(right, questions - right) < leastOfEach) return "too-few";
  return least > 0.5 ? "usable" : "not-shown";
}

/** Who is right below the threshold: the base answers there only if it was shown to be right on more of the same questions. */
function belowThreshold(
  judged: readonly (JudgedAnswer & { readonly item: string })[],
  shares: readonly number[],
  { threshold, baseSamples, alpha }: NonNullable<MeasureConfidenceOptions["fallback"]>,
): NonNullable<Confidence["below"]> {
  const base = new Map(baseSamples.map(({ item, score }) => [item, score.outcome]));
  const pairs = judged.flatMap(({ item, right }, i) => {
    const outcome = base.get(item);
    if (shares[i]! >= threshold || outcome === undefined || outcome === "error") return [];
    return [{ adapter: right, base: outcome === "right" }];
  });
  const won = pairs.filter((pair) => pair.base && !pair.adapter).length;
  const lost = pairs.filter((pair) => pair.adapter && !pair.base).length;
  return {
    threshold,
    items: pairs.length,
    right: pairs.filter((pair) => pair.adapter).length,
    baseRight: pairs.filter((pair) => pair.base).length,
    next: won > lost && midPMcNemar(won, lost) < alpha ? "base" : "ask-back",
  };
}

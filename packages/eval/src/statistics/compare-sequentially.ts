import { betBelow } from "./anytime-bet.ts";
import { anytimeInterval } from "./anytime-interval.ts";
import { logEValue } from "./e-value.ts";
import { meanEValue } from "./mean-e-value.ts";

export interface SequentialOptions {
  /** How many differences there are in all. */
  readonly total: number;
  readonly alpha?: number;
  /** The least difference that would matter, as a share: stop once all items together can no longer show it. */
  readonly margin?: number;
  /** Whether differences have parts, as graded values and sources have; else each is won, lost or neither. */
  readonly graded?: boolean;
}

/** Where a sequential comparison stands. */
export interface SequentialComparison {
  /** `no-gain`: the difference over all items is below the margin. `open`: nothing is settled yet. */
  readonly decision: "better" | "worse" | "no-gain" | "open";
  /** Differences up to the decision. */
  readonly items: number;
  readonly won: number;
  readonly lost: number;
  /** Their mean so far. */
  readonly delta: number;
  /** Of the mean over all items, valid however often one looks; each end is wrong with a probability of at most alpha. */
  readonly interval: readonly [number, number];
  readonly eValue: number;
}

/**
 * Follows paired differences (after − before, in [-1, 1]) in random order and stops at the first that settles something: better or
 * worse, where the e-value of pairs won against lost, or of the mean of graded differences, reaches 1/alpha; no gain, where a bet that the mean over all items is below the
 * margin has multiplied by 1/alpha. Looking after every pair costs nothing: of comparisons without a difference at most a share alpha is
 * ever called better or worse, of sets with the margin or more at most alpha is called `no-gain`.
 *
 * Source: as of `logEValue`, `meanEValue` and `betBelow`.
 */
export function compareSequentially(
  differences: readonly number[],
  { total, alpha = 0.05, margin = 0.05, graded = false }: SequentialOptions,
): SequentialComparison {
  const bet = betBelow(total, margin);
  const enough = -Math.log(alpha);
  let [won, lost, items, sum] = [0, 0, 0, 0];
  const ofMean = meanEValue();
  let logE = 0;
  let decision: SequentialComparison["decision"] = "open";
  for (const difference of differences) {
    items++;
    sum += difference;
    if (difference > 0) won++;
    if (difference < 0) lost++;
    const against = bet(difference);
    const { log, sign } = graded ? ofMean(difference) : { log: logEValue(won, lost), sign: won > lost ? 1 : -1 };
    logE = log;
    if (difference !== 0 && log >= enough) decision = sign > 0 ? "better" : "worse";
    else if (against >= enough) decision = "no-gain";
    if (decision !== "open") break;
  }
  return {
    decision,
    items,
    won,
    lost,
    delta: items === 0 ? 0 : sum / items,
    interval: anytimeInterval(differences.slice(0, items), total, alpha),
    eValue: Math.exp(logE),
  };
}

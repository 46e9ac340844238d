import type { Counts, SealedGap, SealedResults } from "@locollm/core";
import { points, rightOf } from "../report/figures.ts";
import { independentDifference } from "../statistics/independent-difference.ts";
import { unpairedInterval } from "../statistics/unpaired-interval.ts";

type Difference = SealedGap["adapter"];

/**
 * How much better adapter and base do on public than on sealed items, and how much of the adapter's gain is lost between the two: the
 * gaps with Newcombe's interval, the lost gain with that of two independent differences, from the verdicts' own intervals.
 */
export function sealedGap({ public: open, sealed }: Pick<SealedResults, "public" | "sealed">): SealedGap {
  const { level } = sealed.verdict;
  const adapter = gapOf(open.adapter, sealed.adapter, level);
  const base = gapOf(open.base, sealed.base, level);
  const [before, after] = [open, sealed].map(({ verdict: { delta, interval } }) => ({ estimate: delta, interval }));
  const gain = {
    delta: open.verdict.delta - sealed.verdict.delta,
    interval: independentDifference(before!, after!),
  };
  const sentences = [
    `The adapter is right on ${rightOf(open.adapter)} public items and ${rightOf(sealed.adapter)} sealed ones: a gap of ${inWords(adapter, level)}.`,
    `The base with its best prompt, which was trained on neither, is right on ${rightOf(open.base)} and ${rightOf(sealed.base)}: a gap of ${inWords(base, level)}.`,
    `The adapter gains ${points(open.verdict.delta)} points over the base on public items and ${points(sealed.verdict.delta)} on sealed ones, a difference of ${inWords(gain, level)}. ${meaning(gain)}`,
    "A gap can come from tuning to the public items, or from the other team's items being harder: the base's gap shows how much harder they are for a model that was not trained. It is no sign by itself that anybody did wrong.",
  ];
  return { level, adapter, base, gain, sentences };
}

function gapOf(open: Counts, sealed: Counts, level: number): Difference {
  const [first, second] = [open, sealed].map(({ right, items, errors }) => ({ right, items: items - errors }));
  const share = ({ right, items }: { right: number; items: number }) => (items === 0 ? 0 : right / items);
  return { delta: share(first!) - share(second!), interval: unpairedInterval(first!, second!, level) };
}

function inWords({ delta, interval: [low, high] }: Difference, level: number): string {
  return `${points(delta)} points (${Math.round(level * 100)} % interval ${points(low)} to ${points(high)})`;
}

function meaning({ interval: [low, high] }: Difference): string {
  if (low > 0) return "That is shown: a part of the gain does not carry over to questions that its author never saw.";
  if (high < 0) return "That is shown: the adapter gains more on questions that its author never saw.";
  const least = Number((50 * (high - low)).toFixed(0));
  return `No difference is shown; with so few items only one of about ${least} points would be.`;
}

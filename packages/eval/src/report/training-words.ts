import type { TrainingCurve } from "@locollm/core";

export const trainingTitle = "Training";

/** What a training's curve shows, in a sentence. */
export function trainingWords({ steps, losses, checks }: TrainingCurve): string {
  const [first, last] = [losses[0]!, losses.at(-1)!];
  const trained = `In ${steps} steps the loss went from ${first.toFixed(2)} to ${last.toFixed(2)} nats an answer token.`;
  const best = checks.reduce<TrainingCurve["checks"][number] | null>(
    (least, check) => (least === null || check.loss < least.loss ? check : least),
    null,
  );
  if (best === null) return trained;
  return `${trained} On rows that were held out it was lowest after step ${best.step}: ${best.loss.toFixed(3)}, with ${Math.round(100 * best.right)} % of them right; these weights are kept.`;
}

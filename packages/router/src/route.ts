import type { Route } from "@locollm/core";
import { featureLabel, isRepeat, questionFeatures } from "./features.ts";
import { likeliestAdapter } from "./likeliest-adapter.ts";
import type { Router } from "./router.ts";
import { softmax } from "./softmax.ts";
import { logitsOf } from "./softmax-regression.ts";
import { rowOf, type SparseRow } from "./vocabulary.ts";

const featuresShown = 8;

/**
 * Chooses who answers a question: the likeliest adapter if its probability reaches the router's threshold, else the base. Where the
 * threshold alone decided, the runner-up is likelier than the base. A feature's weight is what it adds to ln(probability / runner-up's
 * probability); letters that repeat a weightier word are left out. Takes any string; a very long one is read at both ends.
 */
export function route(router: Router, question: string): Route {
  const row = rowOf(router.vocabulary, questionFeatures(question));
  const probabilities = softmax(logitsOf(router.model, row), router.temperature);
  const base = router.adapters.length;
  const adapter = likeliestAdapter(probabilities);
  const chosen = probabilities[adapter]! >= router.threshold ? adapter : base;
  const runnerUp = likeliestBut(probabilities, chosen);
  const nameOf = (choice: number): string | null => router.adapters[choice] ?? null;
  return {
    adapter: nameOf(chosen),
    probability: probabilities[chosen]!,
    runnerUp: { adapter: nameOf(runnerUp), probability: probabilities[runnerUp]! },
    features: decidingFeatures(router, row, chosen, runnerUp),
  };
}

function likeliestBut(probabilities: ArrayLike<number>, chosen: number): number {
  let likeliest = chosen === 0 ? 1 : 0;
  for (let k = 0; k < probabilities.length; k++) {
    if (k !== chosen && probabilities[k]! > probabilities[likeliest]!) likeliest = k;
  }
  return likeliest;
}

function decidingFeatures(
  { vocabulary, model, temperature }: Router,
  row: SparseRow,
  chosen: number,
  runnerUp: number,
): Route["features"] {
  const leads = Array.from(row.columns, (column, j) => {
    const offset = column * model.classCount;
    const lead = (row.values[j]! * (model.weights[offset + chosen]! - model.weights[offset + runnerUp]!)) / temperature;
    return { feature: vocabulary.features[column]!, weight: Math.round(lead * 1000) / 1000 };
  })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.feature < b.feature ? -1 : 1));
  const shown: typeof leads = [];
  for (const lead of leads) {
    if (shown.length === featuresShown) break;
    if (!shown.some((stronger) => isRepeat(lead.feature, stronger.feature))) shown.push(lead);
  }
  return shown.map(({ feature, weight }) => ({ feature: featureLabel(feature), weight }));
}

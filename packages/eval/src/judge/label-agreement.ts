import type { JudgeAgreement, JudgedPair, Preference, PreferenceLabel } from "@locollm/core";
import { cohensKappa } from "../statistics/cohens-kappa.ts";
import { wilsonInterval } from "../statistics/wilson-interval.ts";
import type { AnswerPair } from "./judge-pairs.ts";

/** With fewer labels even a good judge cannot be told from chance. */
export const leastLabels = 20;

const preferences: readonly Preference[] = ["after", "before", "tie"];

/** The side that each label means, by item. Labels of other items or texts, and rows without a preference, are left out. */
export function labelledSides(
  pairs: readonly AnswerPair[],
  labels: readonly PreferenceLabel[],
): ReadonlyMap<string, Preference> {
  const pairOf = new Map(pairs.map((pair) => [pair.item.id, pair]));
  return new Map(
    labels.flatMap((label): [string, Preference][] => {
      const pair = pairOf.get(label.item);
      const side = pair === undefined ? undefined : sideOf(label, pair);
      return side === undefined ? [] : [[label.item, side]];
    }),
  );
}

function sideOf({ preferred, first, second }: PreferenceLabel, { after, before }: AnswerPair): Preference | undefined {
  if (preferred === null) return undefined;
  const given = first !== undefined && second !== undefined;
  const straight = given && first === after && second === before;
  const turned = given && first === before && second === after;
  // A label is of two texts: it says nothing of others that now stand in their place.
  if (given && !straight && !turned) return undefined;
  if (preferred !== "first" && preferred !== "second") return preferred;
  if (after === before) return "tie";
  return (preferred === "first") === straight ? "after" : "before";
}

/**
 * Compares a judge with people: the share of labels that it agrees with, and Cohen's kappa over after, before and tie. What depends on
 * the order, and equal texts, count as a tie; items that the judge could not be read on are left out, and counted.
 */
export function labelAgreement(
  judged: readonly JudgedPair[],
  sides: ReadonlyMap<string, Preference>,
  labels: number,
  level = 0.95,
): JudgeAgreement {
  const table = preferences.map(() => preferences.map(() => 0));
  for (const { item, outcome } of judged) {
    const person = sides.get(item);
    if (person === undefined || outcome === "unreadable" || outcome === "error") continue;
    const judge = outcome === "after" || outcome === "before" ? outcome : "tie";
    table[preferences.indexOf(person)]![preferences.indexOf(judge)]!++;
  }
  const { items, agreed, kappa, interval } = cohensKappa(table, level);
  return {
    labels: sides.size,
    unused: labels - sides.size,
    compared: items,
    agreed,
    share: items === 0 ? null : agreed / items,
    interval: wilsonInterval(agreed, items, level),
    kappa,
    kappaInterval: [...interval] as [number, number],
    commonest: Math.max(...table.map((row) => row.reduce((sum, count) => sum + count, 0))),
    table,
    shown: items >= leastLabels && kappa !== null && interval[0] > 0,
  };
}

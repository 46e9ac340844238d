import type { Finding, Item, ScorerOptions } from "@locollm/core";
import { itemsAdvice } from "../statistics/items-advice.ts";
import { requiredItems } from "../statistics/required-items.ts";
import { leastClusters } from "./decide-outcome.ts";
import { judgedByDefault } from "./judged-by.ts";
import { clusterOf } from "./pair-scores.ts";

/** The difference that an evaluation set should be able to show, as a share. */
const wanted = 0.1;

export interface EvaluationSet {
  readonly rows: readonly { readonly item: Item; readonly line: number }[];
  /** As findings name it. */
  readonly file: string;
  readonly scorer: ScorerOptions;
  readonly alpha: number;
  /** Rows that the class asks for. */
  readonly minimumRows: number;
}

/**
 * What an evaluation set is too small to show of base and adapter, and how many items more would show it; that its rows come from too few
 * sources for a verdict. Nothing of a set that is large enough. Reckoned before anything is measured, so with the discordance assumed.
 */
export function evaluationSet({ rows, file, scorer, alpha, minimumRows }: EvaluationSet): Finding[] {
  if (rows.length === 0) return [];
  const sources = new Set(rows.map(({ item }) => clusterOf(item))).size;
  const shared = sources < rows.length;
  if (shared && sources < leastClusters) {
    return [
      {
        code: "sources-too-few",
        severity: "warning",
        file,
        line: rows.find(({ item }) => item.source !== undefined)!.line,
        message: `The ${rows.length} rows come from ${sources} ${sources === 1 ? "source" : "sources"}, and a verdict needs ${leastClusters}: rows of one source count together.`,
        fix: `Take rows from ${leastClusters - sources} more sources; leave \`source\` out only of rows that do not depend on each other.`,
      },
    ];
  }
  const independent = shared ? sources : rows.length;
  if (independent >= enoughAt(alpha)) return [];
  const advice = itemsAdvice(independent, { alpha, wanted, planned: shared ? 0 : minimumRows });
  return [
    {
      code: "eval-shows-little",
      severity: "note",
      file,
      message: shared
        ? `The ${rows.length} rows come from ${sources} sources. Where rows of one source go right or wrong together, a source is worth one item: ${advice}`
        : advice,
      fix:
        judgedByDefault(scorer) === "value"
          ? "A smaller difference will probably end as “no difference shown”. Reckoned as for right or wrong; loco eval says what these values can show."
          : "A smaller difference will probably end as “no difference shown”. Reckoned for one item in five that only one side gets right; loco eval measures how many do.",
    },
  ];
}

const enough = new Map<number, number>();

/** Items that show the wanted difference, reckoned once: a class has one alpha and many adapters. */
function enoughAt(alpha: number): number {
  const items = enough.get(alpha) ?? requiredItems(wanted, undefined, alpha);
  enough.set(alpha, items);
  return items;
}

import type { GradePart, GradeRecord, GradeRules, InstructorRecord } from "@locollm/core";

export type Part = InstructorRecord["parts"][number];
/** The share of a part's points, null where a person has to say, and why. */
type Judged = readonly [share: number | null, because: string];

/** Every part of a grade with the fact that decides it. Only `harmless` and `better`, which no default holds, look at a verdict. */
export function partsOf(record: GradeRecord, rules: GradeRules, minimumItems: number): Part[] {
  return rules.parts.map(({ part, points: of }) => {
    const [share, because] = judges[part](record, minimumItems);
    return { part, points: share === null ? null : share * of, of, because };
  });
}

export interface Points {
  /** After lateness; null while a part is open. */
  readonly points: number | null;
  /** How many there are to get. */
  readonly outOf: number;
}

/** The points of a record. */
export function pointsOf({ parts, late }: InstructorRecord): Points {
  const sum = sumOf(parts);
  return {
    points: sum === null ? null : Number((sum * late.keeps).toFixed(2)),
    outOf: parts.reduce((total, { of }) => total + of, 0),
  };
}

/** The sum of the parts; null while one of them is open. */
export function sumOf(parts: readonly Part[]): number | null {
  let sum = 0;
  for (const { points } of parts) {
    if (points === null) return null;
    sum += points;
  }
  return sum;
}

const judges: Readonly<Record<GradePart, (record: GradeRecord, minimumItems: number) => Judged>> = {
  check({ findings }) {
    const errors = findings.filter(({ severity }) => severity === "error").length;
    return [
      errors === 0 ? 1 : 0,
      errors === 0 ? "loco check finds no error." : `loco check finds ${errors} error${errors === 1 ? "" : "s"}.`,
    ];
  },
  reproduces({ weights, results }) {
    if (weights === null) return [0, "There are no weights."];
    if (weights.trainingData === "unverified") return [null, "The weights were submitted; nobody trained them again."];
    if (weights.from === "class")
      return [
        1,
        "The class's own weights were trained from these very rows with this recipe, and passed the parity gate.",
      ];
    return results === null
      ? [0, "It trains, but could not be evaluated."]
      : [1, "It was trained again from its rows and recipe, passed the parity gate and was evaluated."];
  },
  evaluation({ results }, minimumItems) {
    if (results === null) return [0, "It was not evaluated."];
    const { items } = results.againstBest;
    if (items < minimumItems) return [items / minimumItems, `${items} of ${minimumItems} items were answered.`];
    const hard = results.adapterRun.byDifficulty.hard?.counts.items ?? 0;
    return 5 * hard < items
      ? [0.5, `${items} items, but only ${hard} of them hard; a fifth are asked for.`]
      : [1, `${items} items, ${hard} of them hard.`];
  },
  card({ findings, version }) {
    if (version === null) return [0, "The adapter could not be read."];
    const about = findings.filter(({ file, severity }) => severity !== "note" && file?.endsWith("/README.md"));
    return [about.length === 0 ? 1 : 0, about.length === 0 ? "The card is complete." : about[0]!.message];
  },
  review: () => [null, "A person has to look."],
  harmless({ harm }) {
    if (harm === null) return [null, "There was no panel to measure harm on."];
    return [harm.verdict.nonInferiority?.shown === true ? 1 : 0, harm.sentence];
  },
  better({ results }) {
    if (results === null) return [0, "It was not evaluated."];
    const { outcome } = results.againstBest;
    return [outcome === "better" ? 1 : 0, `The verdict against the base with its best prompt: ${outcome}.`];
  },
};

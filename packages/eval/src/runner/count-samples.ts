import { difficulties, type Counts, type Difficulty, type Sample } from "@locollm/core";

/**
 * How many samples are right, wrong, out of form, and lost to the machinery; `items` is the sum of the four. Where a scorer gave
 * parts (values between 0 and 1), their mean too.
 */
export function countSamples(samples: readonly Sample[]): Counts {
  const counts = { items: samples.length, right: 0, wrong: 0, formatMisses: 0, contentRight: 0, errors: 0 };
  for (const { score } of samples) {
    if (score.outcome === "right") counts.right++;
    else if (score.outcome === "wrong") counts.wrong++;
    else if (score.outcome === "error") counts.errors++;
    else {
      counts.formatMisses++;
      if (score.contentRight === true) counts.contentRight++;
    }
  }
  const values = samples.filter(({ score }) => score.outcome !== "error").map(({ score }) => score.value);
  if (!values.some((value) => value > 0 && value < 1)) return counts;
  return { ...counts, meanValue: values.reduce((sum, value) => sum + value, 0) / values.length };
}

/** The same for each difficulty that occurs; samples without one are in no group. */
export function countByDifficulty(samples: readonly Sample[]): Partial<Record<Difficulty, Counts>> {
  const groups = Map.groupBy(samples, ({ difficulty }) => difficulty);
  return Object.fromEntries(
    difficulties.flatMap((difficulty) => {
      const group = groups.get(difficulty);
      return group === undefined ? [] : [[difficulty, countSamples(group)]];
    }),
  );
}

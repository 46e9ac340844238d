import type { Confidence, Counts, Difficulty, ResultsSummary, Run } from "@locollm/core";
import { exampleCount } from "../conditions/conditions.ts";
import { sideOf } from "../summary.ts";

/** What is shown of one run: its name, its counts, and 95 % intervals of the share right. */
export interface ReportSide {
  readonly name: string;
  readonly counts: Counts;
  readonly interval: readonly [number, number];
  /** What its token probabilities are worth, where that was measured. */
  readonly confidence?: Confidence | undefined;
  readonly byDifficulty: Readonly<Partial<Record<Difficulty, Pick<ReportSide, "counts" | "interval">>>>;
}

/** The adapter, the base with its best prompt, the base plainly asked; the base once where plain is best. */
export function sidesOfSummary({ adapterRun, basePlain, baseBest }: ResultsSummary): ReportSide[] {
  if (baseBest.examples === 0)
    return [
      { name: "adapter", ...adapterRun },
      { name: "base, plain is best", ...basePlain },
    ];
  return [
    { name: "adapter", ...adapterRun },
    { name: `base, ${baseBest.examples} examples`, ...baseBest },
    { name: "base, plain", ...basePlain },
  ];
}

/** One stored run. */
export function sideOfRun(run: Run): ReportSide {
  return { name: runName(run), ...sideOf(run) };
}

/** Who answered and how it was asked: `adapter`, `base, 4 examples`, `base, plain`. */
export function runName({ condition }: Run): string {
  const { subject, scaffold } = condition;
  if (subject === "adapter" && scaffold.kind === "plain") return "adapter";
  const examples = exampleCount(condition);
  const kind = scaffold.kind === "vote" ? `vote of ${scaffold.samples}` : scaffold.kind;
  return `${subject}, ${examples > 0 ? `${examples} examples` : kind}`;
}

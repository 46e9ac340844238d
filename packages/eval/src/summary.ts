import {
  LocoError,
  resultsSummarySchema,
  type Confidence,
  type Counts,
  type ResultsSummary,
  type Run,
  type Verdict,
} from "@locollm/core";
import { exampleCount } from "./conditions/conditions.ts";
import { wilsonInterval } from "./statistics/wilson-interval.ts";

export interface SummaryParts {
  /** The adapter's version, from its manifest. */
  readonly version: string;
  readonly adapterRun: Run;
  readonly basePlain: Run;
  /** The same run as `basePlain` where no examples were best. */
  readonly baseBest: Run;
  readonly againstBest: Verdict;
  readonly againstPlain: Verdict;
  /** Of each side, where it was measured. */
  readonly confidence?: Readonly<Partial<Record<"adapterRun" | "basePlain" | "baseBest", Confidence | undefined>>>;
}

/**
 * The committed summary of one evaluation: three runs on the same items and the two verdicts over them.
 *
 * @throws LocoError `runs-do-not-belong` where a verdict is about other runs, or the adapter's run has no adapter
 */
export function summarise(parts: SummaryParts): ResultsSummary {
  const { version, adapterRun, basePlain, baseBest, againstBest, againstPlain, confidence = {} } = parts;
  const { adapter, base } = adapterRun.generator;
  const about = (verdict: Verdict, before: Run) => verdict.before === before.id && verdict.after === adapterRun.id;
  if (adapter === null || !about(againstBest, baseBest) || !about(againstPlain, basePlain)) {
    throw new LocoError({
      code: "runs-do-not-belong",
      message: `The verdicts are not about the run ${adapterRun.id.slice(0, 12)} of the adapter and these runs of its base.`,
      fix: "Compare the runs that are summarised.",
      fields: { run: adapterRun.id, verdicts: [againstBest.after, againstPlain.after] },
    });
  }
  return resultsSummarySchema.parse({
    schema: 1,
    adapter: adapterRun.adapter,
    version,
    base,
    weights: adapter.sha256,
    dataset: adapterRun.dataset,
    adapterRun: sideOf(adapterRun, confidence.adapterRun),
    basePlain: sideOf(basePlain, confidence.basePlain),
    baseBest: { ...sideOf(baseBest, confidence.baseBest), examples: exampleCount(baseBest.condition) },
    againstBest,
    againstPlain,
  } satisfies ResultsSummary);
}

/** A run as a summary shows it. */
export function sideOf({ id, counts, byDifficulty }: Run, confidence?: Confidence): ResultsSummary["adapterRun"] {
  const groups = Object.entries(byDifficulty).map(([name, group]) => [
    name,
    { counts: group, interval: shareOf(group) },
  ]);
  return {
    run: id,
    counts,
    interval: shareOf(counts),
    byDifficulty: Object.fromEntries(groups) as object,
    ...(confidence !== undefined && { confidence }),
  };
}

/** The interval of the share right among the items that the machinery answered. */
function shareOf({ right, items, errors }: Counts): [number, number] {
  return wilsonInterval(right, items - errors);
}

import {
  difficulties,
  type Item,
  type JudgeReport,
  type ResultsSummary,
  type Run,
  type TrainingCurve,
  type Verdict,
} from "@locollm/core";
import { judgeName, judgeWords, type JudgeFigures } from "../judge/judge-words.ts";
import { compareRuns } from "../verdict/compare.ts";
import { explainVerdict } from "../verdict/explain-verdict.ts";
import type { EvaluatedRun } from "../verdict/pair-scores.ts";
import { buildFlips, type Flip, type ReportRun } from "./flips.ts";
import { sideOfRun, sidesOfSummary, type ReportSide } from "./sides.ts";

export interface ReportExamples {
  /** How many items there are like these. */
  readonly count: number;
  readonly shown: readonly Flip[];
}

/** All that a report says, as data; every format shows the same. */
export interface Report {
  readonly title: string;
  /** Whose answers on which base, such as `2026-s2/iso-dates 1.0.0 on smollm2-135m-instruct-q4-1`. */
  readonly about: string;
  /** That a small model wrote the answers; every format shows it. */
  readonly notice: string;
  /** What a reader must know of the rows that are shown, such as that they have changed since; most reports have none. */
  readonly cautions: readonly string[];
  /** The judged run first, then what it is compared with. */
  readonly sides: readonly ReportSide[];
  /** The headline first, each with its sentence. */
  readonly verdicts: readonly { readonly verdict: Verdict; readonly sentence: string }[];
  /** What the two answers of an item are called. */
  readonly labels: { readonly after: string; readonly before: string };
  /** What language models said that were asked to judge the two runs; mostly none. */
  readonly judges: readonly ReportJudge[];
  /** How much better adapter and base do on public than on sealed items, in sentences; none before these are revealed. */
  readonly sealed: readonly string[];
  /** How the judged adapter was trained; null where that is not known. */
  readonly training: TrainingCurve | null;
  /** Right with the judged run only, with the other only, with neither. */
  readonly won: ReportExamples;
  readonly lost: ReportExamples;
  readonly neither: ReportExamples;
  /** Those on which the machinery failed, with either run: they count for neither. */
  readonly failed: ReportExamples;
  readonly flips: readonly Flip[];
}

/** What a judge said, in sentences, and its figures without the single pairs. */
export interface ReportJudge extends JudgeFigures {
  readonly name: string;
  readonly words: readonly string[];
}

interface Shown {
  readonly title: string;
  readonly notice: string;
  readonly items: readonly Item[];
  /** What asks an item again when `--item <id>` is put behind it, such as `loco eval iso-dates`. */
  readonly command: string;
  /** What shows the stored answers in the same way, for rows that are gone and cannot be asked. */
  readonly storedCommand?: string | undefined;
  readonly cautions?: readonly string[];
  /** What judges said of the two runs. */
  readonly judges?: readonly JudgeReport[];
  /** Of the gap to sealed items that are revealed. */
  readonly sealed?: readonly string[];
  readonly training?: TrainingCurve | undefined;
  /** Most examples shown of a kind. */
  readonly examples?: number;
}

export interface ReportParts extends Shown {
  readonly summary: ResultsSummary;
  /** The adapter's run, and the base's with its best prompt. */
  readonly after: ReportRun;
  readonly before: ReportRun;
}

/** The report of an adapter's evaluation. Examples are the first of each difficulty in dataset order, so that the same run shows the same ones. */
export function buildReport(parts: ReportParts): Report {
  const { summary } = parts;
  const { againstBest, againstPlain } = verdictSentences(summary);
  const sides = sidesOfSummary(summary);
  return {
    ...shownOf(parts, parts),
    about: `${summary.adapter} ${summary.version} on ${summary.base.id}`,
    sides,
    judges: judgesOf(parts, sides),
    verdicts: [
      { verdict: summary.againstBest, sentence: againstBest },
      ...(summary.baseBest.examples === 0 ? [] : [{ verdict: summary.againstPlain, sentence: againstPlain }]),
    ],
    labels: { after: "adapter", before: "base" },
  };
}

export interface PairReportParts extends Shown {
  readonly after: EvaluatedRun & ReportRun;
  readonly before: EvaluatedRun & ReportRun;
  readonly alpha?: number;
  /** Also says whether `after` is less than so much worse; a share. */
  readonly margin?: number;
}

/**
 * The report of any two runs on the same items.
 *
 * @throws LocoError `runs-not-comparable`
 */
export function buildPairReport(parts: PairReportParts): Report {
  const { after, before, items, alpha, margin } = parts;
  const verdict = compareRuns(before, after, {
    items,
    ...(alpha !== undefined && { alpha }),
    ...(margin !== undefined && { margin }),
  });
  const [judged, other] = [sideOfRun(after.run), sideOfRun(before.run)];
  const subjects = [after.run, before.run].map(({ condition }) => condition.subject);
  return {
    ...shownOf(parts, parts),
    about: `${after.run.adapter} on ${basesOf(after.run, before.run)}`,
    sides: [judged, other],
    judges: judgesOf(parts, [judged, other]),
    verdicts: [
      {
        verdict,
        sentence: explainVerdict(verdict, {
          after: { name: judged.name, counts: judged.counts },
          before: { name: other.name, counts: other.counts },
        }),
      },
    ],
    labels:
      subjects[0] === subjects[1]
        ? { after: "after", before: "before" }
        : { after: subjects[0]!, before: subjects[1]! },
  };
}

function shownOf(
  { title, notice, cautions = [], sealed = [], training, examples = 3, ...shown }: Shown,
  runs: { readonly after: ReportRun; readonly before: ReportRun },
): Pick<
  Report,
  "title" | "notice" | "cautions" | "sealed" | "training" | "won" | "lost" | "neither" | "failed" | "flips"
> {
  const flips = buildFlips({ ...shown, after: runs.after, before: runs.before });
  const pick = (group: Flip["group"]): ReportExamples => {
    const all = flips.filter((flip) => flip.group === group);
    return { count: all.length, shown: spread(all, examples) };
  };
  const [won, lost, neither, failed] = (["won", "lost", "neither", "error"] as const).map(pick);
  return {
    title,
    notice,
    cautions,
    sealed,
    training: training ?? null,
    flips,
    won: won!,
    lost: lost!,
    neither: neither!,
    failed: failed!,
  };
}

function judgesOf({ judges = [] }: Shown, [after, before]: readonly ReportSide[]): ReportJudge[] {
  return judges.map((judged) => {
    const figures: JudgeFigures & { pairs?: JudgeReport["pairs"] } = { ...judged };
    delete figures.pairs;
    const words = judgeWords(figures, { after: after!.name, before: before!.name });
    return { ...figures, name: judgeName(figures), words };
  });
}

function basesOf(after: Run, before: Run): string {
  return [...new Set([after.generator.base.id, before.generator.base.id])].join(" and ");
}

/** The summary's two verdicts in plain words. */
export function verdictSentences({ adapterRun, basePlain, baseBest, againstBest, againstPlain }: ResultsSummary): {
  readonly againstBest: string;
  readonly againstPlain: string;
} {
  const after = { name: "the adapter", counts: adapterRun.counts };
  const k = baseBest.examples;
  const best = `the base with its best prompt (${k === 0 ? "no" : k} examples)`;
  return {
    againstBest: explainVerdict(againstBest, { after, before: { name: best, counts: baseBest.counts } }),
    againstPlain: explainVerdict(againstPlain, {
      after,
      before: { name: "the base, plainly asked,", counts: basePlain.counts },
    }),
  };
}

/** The first of each difficulty, then the second of each, as far as they go. */
function spread(group: readonly Flip[], most: number): Flip[] {
  const queues = [...difficulties, undefined].map((difficulty) =>
    group.filter((example) => example.difficulty === difficulty),
  );
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  const turns = Array.from({ length: longest }, (_, i) => queues.flatMap((queue) => queue.slice(i, i + 1)));
  return turns.flat().slice(0, most);
}

import {
  difficulties,
  questionOf,
  targetOf,
  type Difficulty,
  type Item,
  type ResultsSummary,
  type Sample,
  type Score,
} from "@locollm/core";
import { explainVerdict } from "../verdict/explain-verdict.ts";

export interface ReportAnswer {
  readonly output: string;
  readonly outcome: Score["outcome"];
  /** Why it is not right. */
  readonly reason?: string;
}

/** One item with both answers. */
export interface ReportExample {
  readonly item: string;
  readonly difficulty?: Difficulty;
  readonly question: string;
  readonly expected: string;
  readonly adapter: ReportAnswer;
  readonly base: ReportAnswer;
}

export interface ReportExamples {
  /** How many items there are like these. */
  readonly count: number;
  readonly shown: readonly ReportExample[];
}

/** All that a report says, as data; the terminal, Markdown and `--json` show the same. The base is the one with its best prompt. */
export interface Report {
  readonly title: string;
  readonly summary: ResultsSummary;
  readonly sentences: { readonly againstBest: string; readonly againstPlain: string };
  /** Right with the adapter only, with the base only, with neither. */
  readonly won: ReportExamples;
  readonly lost: ReportExamples;
  readonly neither: ReportExamples;
}

export interface ReportParts {
  readonly title: string;
  readonly summary: ResultsSummary;
  readonly items: readonly Item[];
  readonly adapterSamples: readonly Sample[];
  readonly baseSamples: readonly Sample[];
  /** Most examples shown of a kind. */
  readonly examples?: number;
}

/** Puts a report together. Examples are the first of each difficulty in dataset order, so that the same run shows the same ones. */
export function buildReport({ title, summary, items, adapterSamples, baseSamples, examples = 3 }: ReportParts): Report {
  const baseOf = new Map(baseSamples.map((sample) => [sample.item, sample]));
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const groups: Record<"won" | "lost" | "neither", ReportExample[]> = { won: [], lost: [], neither: [] };
  for (const adapter of adapterSamples) {
    const [base, item] = [baseOf.get(adapter.item), itemOf.get(adapter.item)];
    if (base === undefined || item === undefined) continue;
    if (adapter.score.outcome === "error" || base.score.outcome === "error") continue;
    const [now, then] = [adapter.score.outcome === "right", base.score.outcome === "right"];
    if (now && then) continue;
    groups[now ? "won" : then ? "lost" : "neither"].push(exampleOf(item, adapter, base));
  }
  const pick = (group: ReportExample[]) => ({ count: group.length, shown: spread(group, examples) });
  return {
    title,
    summary,
    sentences: verdictSentences(summary),
    won: pick(groups.won),
    lost: pick(groups.lost),
    neither: pick(groups.neither),
  };
}

/** The summary's two verdicts in plain words. */
export function verdictSentences({
  adapterRun,
  basePlain,
  baseBest,
  againstBest,
  againstPlain,
}: ResultsSummary): Report["sentences"] {
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

function exampleOf(item: Item, adapter: Sample, base: Sample): ReportExample {
  const turns = questionOf(item).filter((turn) => turn.role !== "system");
  const question =
    turns.length === 1 ? turns[0]!.content : turns.map(({ role, content }) => `${role}: ${content}`).join("\n");
  return {
    item: item.id,
    ...(item.difficulty !== undefined && { difficulty: item.difficulty }),
    question,
    expected: typeof item.answer === "string" ? item.answer : targetOf({ ...item, messages: undefined }),
    adapter: answerOf(adapter),
    base: answerOf(base),
  };
}

function answerOf({ output, score }: Sample): ReportAnswer {
  return { output, outcome: score.outcome, ...(score.reason !== undefined && { reason: score.reason }) };
}

/** The first of each difficulty, then the second of each, as far as they go. */
function spread(group: readonly ReportExample[], most: number): ReportExample[] {
  const queues = [...difficulties, undefined].map((difficulty) =>
    group.filter((example) => example.difficulty === difficulty),
  );
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  const turns = Array.from({ length: longest }, (_, i) => queues.flatMap((queue) => queue.slice(i, i + 1)));
  return turns.flat().slice(0, most);
}

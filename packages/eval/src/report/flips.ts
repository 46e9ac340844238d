import {
  questionOf,
  targetOf,
  type Difficulty,
  type Item,
  type Sample,
  type SampleTokens,
  type Score,
} from "@locollm/core";
import { reasonShown } from "./reason-shown.ts";
import { reproduceCommand } from "./reproduce.ts";
import { tokenPieces, type TokenPiece } from "./token-pieces.ts";

/** What became of an item between two runs; `error`: the machinery failed on either side. */
export const flipGroups = ["won", "lost", "neither", "both", "error"] as const;
export type FlipGroup = (typeof flipGroups)[number];

export interface ReportAnswer {
  readonly output: string;
  readonly outcome: Score["outcome"];
  /** Why it is not right; none where it is. */
  readonly reason?: string;
  /** The output cut into tokens, where the run kept their texts. */
  readonly pieces?: readonly TokenPiece[];
}

/** One item with both answers. */
export interface Flip {
  readonly item: string;
  readonly group: FlipGroup;
  readonly difficulty?: Difficulty;
  readonly question: string;
  readonly expected: string;
  readonly after: ReportAnswer;
  readonly before: ReportAnswer;
  /** The command that asks this item again, or where nobody can, shows what was answered. */
  readonly reproduce: string;
}

/** The samples of one run, with the texts of their tokens where there are any. */
export interface ReportRun {
  readonly samples: readonly Sample[];
  readonly tokens?: readonly SampleTokens[] | undefined;
}

export interface FlipParts {
  readonly items: readonly Item[];
  readonly after: ReportRun;
  readonly before: ReportRun;
  /** What asks an item again when `--item <id>` is put behind it, such as `loco eval iso-dates`. */
  readonly command: string;
  /** What shows the stored answers in the same way, for rows that are gone and cannot be asked. */
  readonly storedCommand?: string | undefined;
}

/** Every item that both runs answered, in the judged run's order. */
export function buildFlips({ items, after, before, command, storedCommand = command }: FlipParts): Flip[] {
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const sampleOf = new Map(before.samples.map((sample) => [sample.item, sample]));
  const [afterTokens, beforeTokens] = [after, before].map(
    ({ tokens = [] }) => new Map(tokens.map((line) => [line.item, line.tokens])),
  );
  return after.samples.flatMap((sample): Flip[] => {
    const [other, item] = [sampleOf.get(sample.item), itemOf.get(sample.item)];
    if (other === undefined) return [];
    return [
      {
        item: sample.item,
        group: groupOf(sample, other),
        ...(sample.difficulty !== undefined && { difficulty: sample.difficulty }),
        question: item === undefined ? "(this row is no longer in data/eval.jsonl)" : questionText(item),
        expected: item === undefined ? "" : expectedText(item),
        after: answerOf(sample, afterTokens!.get(sample.item)),
        before: answerOf(other, beforeTokens!.get(sample.item)),
        reproduce: reproduceCommand(item === undefined ? storedCommand : command, sample.item),
      },
    ];
  });
}

function groupOf(after: Sample, before: Sample): FlipGroup {
  if (after.score.outcome === "error" || before.score.outcome === "error") return "error";
  const [now, then] = [after.score.outcome === "right", before.score.outcome === "right"];
  return now && then ? "both" : now ? "won" : then ? "lost" : "neither";
}

/** What the user's turns say, without the system message. */
function questionText(item: Item): string {
  const turns = questionOf(item).filter((turn) => turn.role !== "system");
  return turns.length === 1 ? turns[0]!.content : turns.map(({ role, content }) => `${role}: ${content}`).join("\n");
}

function expectedText(item: Item): string {
  return typeof item.answer === "string" ? item.answer : targetOf({ ...item, messages: undefined });
}

function answerOf(sample: Sample, tokens: readonly string[] | undefined): ReportAnswer {
  const { output, score, logProbabilities } = sample;
  const reason = reasonShown(sample);
  const pieces = tokens === undefined ? null : tokenPieces(output, tokens, logProbabilities);
  return {
    output,
    outcome: score.outcome,
    ...(reason !== undefined && { reason }),
    ...(pieces !== null && { pieces }),
  };
}

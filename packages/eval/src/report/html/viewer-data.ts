import { gzipSync } from "node:zlib";
import { visibleText } from "@locollm/core";
import type { Flip, ReportAnswer } from "../flips.ts";
import type { Report } from "../report.ts";

/** One answer in the viewer. All texts are visible text already. */
export interface ViewedAnswer {
  readonly output: string;
  readonly outcome: ReportAnswer["outcome"];
  readonly reason?: string;
  /** Lengths of the output's tokens in UTF-16 units, and their probabilities in percent. */
  readonly tokens?: readonly (readonly [length: number, percent: number])[];
  /** Characters that were cut from the end. */
  readonly cut?: number;
}

export interface ViewedFlip extends Pick<
  Flip,
  "item" | "group" | "difficulty" | "question" | "expected" | "reproduce"
> {
  readonly after: ViewedAnswer;
  readonly before: ViewedAnswer;
}

export interface ViewerData {
  readonly labels: Report["labels"];
  readonly notice: string;
  readonly flips: readonly ViewedFlip[];
}

/** Texts are cut to the first of these lengths with which the data fits. */
const textLimits = [20_000, 4_000, 1_000, 400, 150] as const;

/**
 * The viewer's data as base64 of gzipped JSON, of at most `mostCharacters` where cutting long texts can do it. In base64 nothing that
 * a model wrote can be markup.
 */
export function packViewerData(report: Report, mostCharacters: number): string {
  let packed = "";
  for (const limit of textLimits) {
    const json = JSON.stringify(viewerData(report, limit));
    packed = gzipSync(json, { level: 9 }).toString("base64");
    if (packed.length <= mostCharacters) break;
  }
  return packed;
}

function viewerData({ labels, notice, flips }: Report, limit: number): ViewerData {
  return {
    labels,
    notice,
    flips: flips.map(({ item, group, difficulty, question, expected, reproduce, after, before }) => ({
      item: visibleText(item),
      group,
      ...(difficulty !== undefined && { difficulty }),
      question: shortened(question, limit),
      expected: shortened(expected, limit),
      reproduce: visibleText(reproduce),
      after: viewedAnswer(after, limit),
      before: viewedAnswer(before, limit),
    })),
  };
}

function viewedAnswer({ output, outcome, reason, pieces }: ReportAnswer, limit: number): ViewedAnswer {
  const kept = output.slice(0, limit);
  const tokens: [number, number][] = [];
  let shown = "";
  for (const { text, logProbability } of pieces ?? []) {
    if (shown.length >= limit) break;
    const visible = visibleText(text);
    shown += visible;
    tokens.push([visible.length, Math.round(100 * Math.exp(logProbability))]);
  }
  const cut = output.length - kept.length;
  return {
    output: pieces === undefined ? visibleText(kept) : shown,
    outcome,
    ...(reason !== undefined && { reason: shortened(reason, limit) }),
    ...(pieces !== undefined && { tokens }),
    ...(cut > 0 && { cut }),
  };
}

function shortened(text: string, limit: number): string {
  const visible = visibleText(text.slice(0, limit));
  return text.length > limit ? `${visible}… (${text.length - limit} more characters)` : visible;
}

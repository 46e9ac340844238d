import type { Confidence, ResultsSummary } from "@locollm/core";
import { confidenceSentences, otherConfidence } from "../confidence/confidence-words.ts";
import { failedTitle, judgesTitle, onlyRight, outcomeWords, percentRange, rightOf, sealedTitle } from "./figures.ts";
import type { Flip, ReportAnswer } from "./flips.ts";
import { escapeMarkdown, fenced } from "./markdown-text.ts";
import { reliabilityDiagram, reliabilityLegend } from "./reliability-diagram.ts";
import { verdictSentences, type Report, type ReportExamples } from "./report.ts";
import { resultsTable, tableLegend } from "./results-table.ts";
import { sidesOfSummary, type ReportSide } from "./sides.ts";
import { trainingTitle, trainingWords } from "./training-words.ts";

/**
 * The report as Markdown. What a model or a row wrote stands in code fences that it cannot close.
 *
 * @param level of its title, 1 to 5, where it is part of another text; its sections stand one below
 */
export function markdownReport(report: Report, { level = 1 } = {}): string {
  const { sides, verdicts, labels } = report;
  const title = "#".repeat(level);
  const heading = `${title}#`;
  return [
    `${title} ${escapeMarkdown(report.title)}`,
    escapeMarkdown(report.about),
    `Right on **${rightOf(sides[0]!.counts)} test questions**.`,
    ...report.cautions.map(escapeMarkdown),
    markdownTable(sides),
    tableLegend,
    ...verdicts.map(({ sentence }) => sentence),
    ...confidenceSection(heading, sides),
    ...(report.training === null ? [] : [`${heading} ${trainingTitle}`, trainingWords(report.training)]),
    ...(report.sealed.length === 0 ? [] : [`${heading} ${sealedTitle}`, escapeMarkdown(report.sealed.join(" "))]),
    ...report.judges.flatMap(({ name, words }) => [
      `${heading} ${judgesTitle}`,
      `Judge: ${escapeMarkdown(name)}`,
      escapeMarkdown(words.join(" ")),
    ]),
    ...section(heading, onlyRight(labels.after), report.won, labels),
    ...section(heading, onlyRight(labels.before), report.lost, labels),
    ...section(heading, "Right with neither", report.neither, labels),
    ...(report.failed.count === 0 ? [] : section(heading, failedTitle, report.failed, labels)),
    escapeMarkdown(report.notice),
  ]
    .join("\n\n")
    .concat("\n");
}

/** The measured block of a model card: figures and verdict, nothing that a model or a student wrote. */
export function cardBlock(summary: ResultsSummary): string {
  const { counts, interval } = summary.adapterRun;
  const { againstBest, againstPlain } = verdictSentences(summary);
  return [
    `Right on **${rightOf(counts)} test questions** (95 % interval ${percentRange(interval)}), version ${summary.version} on ${escapeMarkdown(summary.base.id)}.`,
    markdownTable(sidesOfSummary(summary)),
    tableLegend,
    againstBest,
    ...(summary.baseBest.examples === 0 ? [] : [againstPlain]),
    ...confidenceParagraph(summary.adapterRun.confidence),
    `A small model (${escapeMarkdown(summary.base.id)}) writes the answers. They may be wrong.`,
  ]
    .join("\n\n")
    .concat("\n");
}

function confidenceParagraph(confidence: Confidence | undefined): string[] {
  return confidence === undefined ? [] : [confidenceSentences(confidence).join(" ")];
}

function confidenceSection(heading: string, [judged, other]: readonly ReportSide[]): string[] {
  const confidence = judged?.confidence;
  if (confidence === undefined) return [];
  return [
    `${heading} Confidence`,
    ...confidenceParagraph(confidence),
    fenced(reliabilityDiagram(confidence).join("\n")),
    reliabilityLegend,
    ...(other?.confidence === undefined ? [] : [otherConfidence(other.confidence)]),
  ];
}

function markdownTable(sides: readonly ReportSide[]): string {
  const { head, rows } = resultsTable(sides);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function section(heading: string, title: string, { count, shown }: ReportExamples, labels: Report["labels"]): string[] {
  if (count === 0) return [`${heading} ${title}: none`];
  const some = shown.length < count ? `, of which ${shown.length}` : "";
  return [`${heading} ${title}: ${count}${some}`, ...shown.map((flip) => fenced(flipText(flip, labels)))];
}

function flipText(flip: Flip, labels: Report["labels"]): string {
  return [
    flip.item + (flip.difficulty === undefined ? "" : `, ${flip.difficulty}`),
    labelled("question", flip.question),
    labelled("expected", flip.expected),
    answerText(labels.after, flip.after),
    answerText(labels.before, flip.before),
    labelled("again", flip.reproduce),
  ].join("\n");
}

function answerText(label: string, { output, outcome, reason }: ReportAnswer): string {
  if (outcome === "right") return labelled(label, output);
  return `${labelled(label, output)}\n${labelled("", outcomeWords(outcome, reason))}`;
}

function labelled(label: string, text: string): string {
  const shown = text.trim() === "" ? "(nothing)" : text;
  return shown
    .split(/\r\n?|\n/)
    .map((line, i) => `${(i === 0 ? label : "").padEnd(10)}${line}`.trimEnd())
    .join("\n");
}

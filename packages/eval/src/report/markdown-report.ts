import type { ResultsSummary } from "@locollm/core";
import { confidenceSentences } from "../confidence/confidence-words.ts";
import { percentRange, rightOf } from "./figures.ts";
import { escapeMarkdown, fenced } from "./markdown-text.ts";
import { verdictSentences, type Report, type ReportAnswer, type ReportExample, type ReportExamples } from "./report.ts";
import { reliabilityDiagram, reliabilityLegend } from "./reliability-diagram.ts";
import { resultsTable, tableLegend } from "./results-table.ts";

/** The report as Markdown. What a model or a row wrote stands in code fences that it cannot close. */
export function markdownReport(report: Report): string {
  const { summary, sentences } = report;
  return [
    `# ${escapeMarkdown(report.title)}`,
    `\`${summary.adapter}\` ${summary.version} on ${escapeMarkdown(summary.base.id)}`,
    `Right on **${rightOf(summary.adapterRun.counts)} test questions**.`,
    markdownTable(summary),
    tableLegend,
    sentences.againstBest,
    ...(summary.baseBest.examples === 0 ? [] : [sentences.againstPlain]),
    ...confidenceSection(summary),
    ...section("Right with the adapter only", report.won),
    ...section("Right with the base only", report.lost),
    ...section("Right with neither", report.neither),
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
    markdownTable(summary),
    tableLegend,
    againstBest,
    ...(summary.baseBest.examples === 0 ? [] : [againstPlain]),
    ...confidenceParagraph(summary),
  ]
    .join("\n\n")
    .concat("\n");
}

function confidenceParagraph({ adapterRun: { confidence } }: ResultsSummary): string[] {
  return confidence === undefined ? [] : [confidenceSentences(confidence).join(" ")];
}

function confidenceSection(summary: ResultsSummary): string[] {
  const { confidence } = summary.adapterRun;
  if (confidence === undefined) return [];
  const base = summary.baseBest.confidence;
  return [
    "## Confidence",
    ...confidenceParagraph(summary),
    fenced(reliabilityDiagram(confidence).join("\n")),
    reliabilityLegend,
    ...(base === undefined
      ? []
      : [`The base with its best prompt. ${confidenceSentences(base, "The base's").join(" ")}`]),
  ];
}

function markdownTable(summary: ResultsSummary): string {
  const { head, rows } = resultsTable(summary);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function section(title: string, { count, shown }: ReportExamples): string[] {
  if (count === 0) return [`## ${title}: none`];
  const heading = shown.length < count ? `## ${title}: ${shown.length} of ${count}` : `## ${title}: ${count}`;
  return [heading, ...shown.map((example) => fenced(exampleText(example)))];
}

function exampleText(example: ReportExample): string {
  return [
    example.item + (example.difficulty === undefined ? "" : `, ${example.difficulty}`),
    labelled("question", example.question),
    labelled("expected", example.expected),
    answerText("adapter", example.adapter),
    answerText("base", example.base),
  ].join("\n");
}

function answerText(label: string, { output, outcome, reason }: ReportAnswer): string {
  if (outcome === "right") return labelled(label, output);
  const why = `${outcome === "format-miss" ? "format miss" : outcome}${reason === undefined ? "" : `: ${reason}`}`;
  return `${labelled(label, output)}\n${labelled("", why)}`;
}

function labelled(label: string, text: string): string {
  const shown = text.trim() === "" ? "(nothing)" : text;
  return shown
    .split(/\r\n?|\n/)
    .map((line, i) => `${(i === 0 ? label : "").padEnd(10)}${line}`.trimEnd())
    .join("\n");
}

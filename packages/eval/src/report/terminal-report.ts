import { styleText } from "node:util";
import { visibleText, type ResultsSummary } from "@locollm/core";
import { confidenceSentences } from "../confidence/confidence-words.ts";
import { rightOf } from "./figures.ts";
import { reliabilityDiagram, reliabilityLegend } from "./reliability-diagram.ts";
import type { Report, ReportAnswer, ReportExample, ReportExamples } from "./report.ts";
import { resultsTable, tableLegend } from "./results-table.ts";

export interface TerminalReportOptions {
  readonly colour?: boolean;
  /** Columns; at least 40. */
  readonly width?: number;
}

type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

const longestLines = 4;
const labelWidth = 10;

/** The report as text for a terminal. Whatever a model or a row wrote is shown without control characters, and cut where it is long. */
export function terminalReport(report: Report, { colour = false, width = 80 }: TerminalReportOptions = {}): string {
  const style: Style = (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
  const columns = Math.max(40, width);
  const { summary } = report;
  const colourOf = {
    better: "green",
    worse: "red",
    "no-difference-shown": "yellow",
    "too-few-items": "yellow",
    "not-decided": "yellow",
  } as const;
  const lines = [
    style(
      "bold",
      wrap(`${report.title} (${summary.adapter} ${summary.version}) on ${summary.base.id}`, columns).join("\n"),
    ),
    "",
    ...wrap(`Right on ${rightOf(summary.adapterRun.counts)} test questions.`, columns),
    "",
    ...table(report, style),
    "",
    ...wrap(tableLegend, columns).map((line) => style("dim", line)),
    "",
    ...wrap(report.sentences.againstBest, columns).map((line) => style(colourOf[summary.againstBest.outcome], line)),
    ...(summary.baseBest.examples === 0 ? [] : ["", ...wrap(report.sentences.againstPlain, columns)]),
    ...confidenceLines(summary, columns, style),
    ...section("Right with the adapter only", report.won, columns, style),
    ...section("Right with the base only", report.lost, columns, style),
    ...section("Right with neither", report.neither, columns, style),
  ];
  return `${lines.join("\n")}\n`;
}

function table(report: Report, style: Style): string[] {
  const { head, rows } = resultsTable(report.summary);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(i === 0 ? 15 : 22))
      .join("")
      .trimEnd();
  return [style("bold", line(head)), ...rows.map(line)];
}

function confidenceLines({ adapterRun, baseBest }: ResultsSummary, columns: number, style: Style): string[] {
  const { confidence } = adapterRun;
  if (confidence === undefined) return [];
  const base = baseBest.confidence;
  return [
    "",
    ...wrap(confidenceSentences(confidence).join(" "), columns),
    "",
    ...reliabilityDiagram(confidence),
    "",
    ...wrap(reliabilityLegend, columns).map((line) => style("dim", line)),
    ...(base === undefined
      ? []
      : ["", ...wrap(`The base with its best prompt. ${confidenceSentences(base, "The base's").join(" ")}`, columns)]),
  ];
}

function section(title: string, { count, shown }: ReportExamples, columns: number, style: Style): string[] {
  if (count === 0) return ["", style("bold", `${title}: none`)];
  const heading = shown.length < count ? `${title}: ${shown.length} of ${count}` : `${title}: ${count}`;
  return ["", style("bold", heading), ...shown.flatMap((example) => ["", ...exampleLines(example, columns, style)])];
}

function exampleLines(example: ReportExample, columns: number, style: Style): string[] {
  const named = visibleText(example.item) + (example.difficulty === undefined ? "" : `, ${example.difficulty}`);
  return [
    ...wrap(named, columns - 2).map((line) => `  ${style("dim", line)}`),
    ...labelled("question", example.question, columns, style),
    ...labelled("expected", example.expected, columns, style),
    ...answerLines("adapter", example.adapter, columns, style),
    ...answerLines("base", example.base, columns, style),
  ];
}

function answerLines(
  label: string,
  { output, outcome, reason }: ReportAnswer,
  columns: number,
  style: Style,
): string[] {
  const lines = labelled(label, output, columns, style);
  if (outcome === "right") return lines;
  const why = `${outcome === "format-miss" ? "format miss" : outcome}${reason === undefined ? "" : `: ${reason}`}`;
  return [...lines, ...labelled("", why, columns, style, "red")];
}

function labelled(
  label: string,
  text: string,
  columns: number,
  style: Style,
  format: "red" | "reset" = "reset",
): string[] {
  const shown = text.trim() === "" ? "(nothing)" : visibleText(text);
  const lines = shown.split("\n").flatMap((line) => wrap(line, columns - 2 - labelWidth));
  const kept =
    lines.length > longestLines
      ? [...lines.slice(0, longestLines - 1), `… ${lines.length - longestLines + 1} more lines`]
      : lines;
  return kept.map((line, i) =>
    `  ${style("dim", (i === 0 ? label : "").padEnd(labelWidth))}${format === "reset" ? line : style(format, line)}`.trimEnd(),
  );
}

/** Breaks at spaces, and inside words that are longer than a line. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (let word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = "";
    } else if (line !== "") {
      line += " ";
    }
    for (; word.length > columns; word = word.slice(columns)) lines.push(word.slice(0, columns));
    line += word;
  }
  return [...lines, line];
}

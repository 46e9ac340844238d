import { styleText } from "node:util";
import { visibleText } from "@locollm/core";
import { confidenceSentences, otherConfidence } from "../confidence/confidence-words.ts";
import { failedTitle, judgesTitle, onlyRight, outcomeWords, rightOf, sealedTitle } from "./figures.ts";
import type { Flip, ReportAnswer } from "./flips.ts";
import { reliabilityDiagram, reliabilityLegend } from "./reliability-diagram.ts";
import type { Report, ReportExamples } from "./report.ts";
import { resultsTable, tableLegend } from "./results-table.ts";
import type { ReportSide } from "./sides.ts";

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
  const { sides, verdicts, labels } = report;
  const colourOf = {
    better: "green",
    worse: "red",
    "no-difference-shown": "yellow",
    "too-few-items": "yellow",
    "not-decided": "yellow",
  } as const;
  const lines = [
    style("bold", wrap(`${report.title} (${report.about})`, columns).join("\n")),
    "",
    ...wrap(`Right on ${rightOf(sides[0]!.counts)} test questions.`, columns),
    ...report.cautions.flatMap((caution) => ["", ...wrap(caution, columns).map((line) => style("yellow", line))]),
    "",
    ...table(report, style),
    "",
    ...wrap(tableLegend, columns).map((line) => style("dim", line)),
    "",
    ...verdicts.flatMap(({ verdict, sentence }, i) => [
      ...(i === 0 ? [] : [""]),
      ...wrap(sentence, columns).map((line) => (i === 0 ? style(colourOf[verdict.outcome], line) : line)),
    ]),
    ...confidenceLines(sides, columns, style),
    ...sealedLines(report, columns, style),
    ...judgeLines(report, columns, style),
    ...section(onlyRight(labels.after), report.won, labels, columns, style),
    ...section(onlyRight(labels.before), report.lost, labels, columns, style),
    ...section("Right with neither", report.neither, labels, columns, style),
    ...(report.failed.count === 0 ? [] : section(failedTitle, report.failed, labels, columns, style)),
    "",
    ...wrap(report.notice, columns),
  ];
  return `${lines.join("\n")}\n`;
}

function table(report: Report, style: Style): string[] {
  const { head, rows } = resultsTable(report.sides);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => visibleText(cell).padEnd(i === 0 ? 15 : 22))
      .join("")
      .trimEnd();
  return [style("bold", line(head)), ...rows.map(line)];
}

function confidenceLines([judged, other]: readonly ReportSide[], columns: number, style: Style): string[] {
  const confidence = judged?.confidence;
  if (confidence === undefined) return [];
  return [
    "",
    ...wrap(confidenceSentences(confidence).join(" "), columns),
    "",
    ...reliabilityDiagram(confidence),
    "",
    ...wrap(reliabilityLegend, columns).map((line) => style("dim", line)),
    ...(other?.confidence === undefined ? [] : ["", ...wrap(otherConfidence(other.confidence), columns)]),
  ];
}

function sealedLines({ sealed }: Report, columns: number, style: Style): string[] {
  if (sealed.length === 0) return [];
  return ["", style("bold", sealedTitle), ...wrap(sealed.join(" "), columns)];
}

function judgeLines({ judges }: Report, columns: number, style: Style): string[] {
  return judges.flatMap(({ name, words }) => [
    "",
    style("bold", wrap(`${judgesTitle}: ${name}`, columns).join("\n")),
    "",
    ...wrap(words.join(" "), columns),
  ]);
}

function section(
  title: string,
  { count, shown }: ReportExamples,
  labels: Report["labels"],
  columns: number,
  style: Style,
): string[] {
  if (count === 0) return ["", style("bold", `${visibleText(title)}: none`)];
  const heading = shown.length < count ? `${title}: ${count}, of which ${shown.length}` : `${title}: ${count}`;
  return [
    "",
    style("bold", visibleText(heading)),
    ...shown.flatMap((flip) => ["", ...flipLines(flip, labels, columns, style)]),
  ];
}

function flipLines(flip: Flip, labels: Report["labels"], columns: number, style: Style): string[] {
  const named = visibleText(flip.item) + (flip.difficulty === undefined ? "" : `, ${flip.difficulty}`);
  return [
    ...wrap(named, columns - 2).map((line) => `  ${style("dim", line)}`),
    ...labelled("question", flip.question, columns, style),
    ...labelled("expected", flip.expected, columns, style),
    ...answerLines(labels.after, flip.after, columns, style),
    ...answerLines(labels.before, flip.before, columns, style),
    // Not wrapped: it is there to be copied.
    `  ${style("dim", "again".padEnd(labelWidth))}${visibleText(flip.reproduce)}`,
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
  return [...lines, ...labelled("", outcomeWords(outcome, reason), columns, style, "red")];
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
  for (let word of visibleText(text).split(/[ \n]/)) {
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

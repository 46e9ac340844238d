import { visibleText, type Finding, type GradeRecord } from "@locollm/core";
import { escapeMarkdown, markdownReport, verdictSentences, type Report } from "@locollm/eval";
import { formatDuration } from "../words/duration.ts";
import { fitComment, type GradeReport } from "./fit-comment.ts";

const mostFindings = 50;
/** What GitHub takes as one comment, with room for its own frame. */
const mostCharacters = 60_000;

const icons = { success: "✅", neutral: "⚖️", failure: "❌" } as const;

/**
 * The report of the gate as Markdown, as it stands in a pull request's comment. What a student or a model wrote is escaped or stands in
 * fences; points, lateness and similarity are not in it.
 *
 * @param report the paired evaluation, where there was one
 */
export function gradeReport(record: GradeRecord, report: Report | null): GradeReport {
  const before = [
    `# ${icons[record.conclusion]} ${escapeMarkdown(record.title)}`,
    ...about(record),
    ...findingsSection(record.findings),
  ];
  const evaluation = report === null ? standingSection(record) : [markdownReport(report, { level: 2 }).trimEnd()];
  const after = [
    ...constantSection(record),
    ...challengedSection(record),
    ...harmSection(record),
    ...(record.next.length === 0
      ? []
      : ["## What to do next", ...record.next.map((one) => `- ${escapeMarkdown(one)}`)]),
    ...(record.reproduce === null
      ? []
      : ["## The same on your machine", `\`\`\`sh\n${visibleText(record.reproduce).replaceAll("`", "")}\n\`\`\``]),
    ...timings(record),
  ];
  return fitComment({ before, evaluation, after }, mostCharacters);
}

function about({ adapter, version, submission, weights }: GradeRecord): string[] {
  if (adapter === null) return [];
  const commit = submission.head === null ? "" : `, commit \`${submission.head.slice(0, 12)}\``;
  const how = {
    retrained: "Weights: trained here, from the submitted rows and recipe.",
    class:
      weights?.trainingData === "unverified"
        ? "Weights: the class's own, which were submitted once. **Training data unverified**: nobody knows what they were trained on."
        : "Weights: the class's own, trained from the very same rows and recipe.",
    submitted: "Weights: as submitted. **Training data unverified**: nobody knows what they were trained on.",
  };
  return [
    `${escapeMarkdown(adapter)}${version === null ? "" : ` ${version}`}${commit}.${weights === null ? "" : ` ${how[weights.from]}`}`,
  ];
}

function findingsSection(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const order = ["error", "warning", "note"];
  const lines: string[] = [];
  let characters = 0;
  for (const finding of findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))) {
    const line = findingLine(finding);
    characters += line.length;
    if (lines.length === mostFindings || (lines.length > 0 && characters > mostCharacters / 2)) break;
    lines.push(line);
  }
  const rest = findings.length - lines.length;
  const first = findings.find(({ severity }) => severity === "error") ?? findings[0]!;
  return [
    findings.some(({ severity }) => severity === "error") ? "## What is wrong" : "## Worth a look",
    [...lines, ...(rest > 0 ? [`- and ${rest} more: loco check`] : [])].join("\n"),
    `Why each of these matters and how to mend it: \`loco explain ${first.code}\``,
  ];
}

function findingLine({ severity, code, file, line, message, fix }: Finding): string {
  const where = file === undefined ? "" : `${escapeMarkdown(file)}${line === undefined ? "" : `, line ${line}`}: `;
  return `- **${severity}** ${where}${escapeMarkdown(message)} ${escapeMarkdown(fix)} [\`${code}\`]`;
}

function standingSection({ results }: GradeRecord): string[] {
  if (results === null) return [];
  const same =
    "Rows, weights and all that asks, trains or scores are those of the accepted version, so it was not measured again.";
  const alone =
    "This is that comparison by itself: the gate adjusts it for all that it compares, wherever it measures.";
  return ["## Its results stand", same, `${verdictSentences(results).againstBest} ${alone}`];
}

function constantSection({ constant }: GradeRecord): string[] {
  return constant === null ? [] : ["## Beside always the same answer", escapeMarkdown(constant.sentence)];
}

function challengedSection({ challenged }: GradeRecord): string[] {
  if (challenged.length === 0) return [];
  const lines = challenged.map(
    ({ items, sentence }) => `- On ${items === "its own" ? "the other's rows" : "the submission's rows"}: ${sentence}`,
  );
  return [
    "## Beside the adapter that serves these questions",
    `${escapeMarkdown(challenged[0]!.adapter)} answers such questions already, so both answered the rows of both.`,
    lines.join("\n"),
  ];
}

function harmSection({ harm }: GradeRecord): string[] {
  return harm === null ? [] : ["## What it does to the others", harm.sentence];
}

function timings({ timings: steps, machine }: GradeRecord): string[] {
  if (steps.length === 0) return [];
  const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  const words = steps.map(({ step, seconds }) => `${step} ${formatDuration(seconds)}`).join(", ");
  return [
    "## Where the time went",
    `${formatDuration(total)} on ${escapeMarkdown(machine.cpu)} (${machine.threads} threads): ${words}.`,
  ];
}

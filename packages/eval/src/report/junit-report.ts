import { visibleText } from "@locollm/core";
import { outcomeWords } from "./figures.ts";
import type { Flip } from "./flips.ts";
import type { Report } from "./report.ts";

/**
 * The report as JUnit XML, which CI systems read: a test case an item of the judged run; a wrong answer is a failure, a failure of
 * the machinery an error. Their text says why, and how to ask the item again.
 */
export function junitReport(report: Report): string {
  const { counts } = report.sides[0]!;
  const failures = counts.items - counts.right - counts.errors;
  const totals = `tests="${counts.items}" failures="${failures}" errors="${counts.errors}"`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="${escapeXml(report.title)}" ${totals}>`,
    `  <testsuite name="${escapeXml(report.about)}" ${totals}>`,
    `    <properties>`,
    property("notice", report.notice),
    ...report.cautions.map((caution) => property("caution", caution)),
    ...report.verdicts.map(({ sentence }) => property("verdict", sentence)),
    ...report.judges.map(({ name, words }) => property("judge", `${name}: ${words.join(" ")}`)),
    `    </properties>`,
    ...report.flips.map((flip) => testCase(flip, report)),
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n");
}

function property(name: string, value: string): string {
  return `      <property name="${name}" value="${escapeXml(value)}"/>`;
}

function testCase(flip: Flip, { about, labels }: Report): string {
  const named = `    <testcase classname="${escapeXml(about)}" name="${escapeXml(flip.item)}"`;
  const { outcome, reason } = flip.after;
  if (outcome === "right") return `${named}/>`;
  const tag = outcome === "error" ? "error" : "failure";
  const text = [
    `question: ${flip.question}`,
    `expected: ${flip.expected}`,
    `${labels.after}: ${flip.after.output}`,
    `${labels.before}: ${flip.before.output} (${outcomeWords(flip.before.outcome, flip.before.reason)})`,
    `again: ${flip.reproduce}`,
  ].join("\n");
  const said = `<${tag} type="${outcome}" message="${escapeXml(outcomeWords(outcome, reason))}">${escapeXml(text)}</${tag}>`;
  return `${named}>\n      ${said}\n    </testcase>`;
}

/** Text as XML 1.0 can hold it, in an element or an attribute: control characters and broken surrogates are shown by their names. */
function escapeXml(text: string): string {
  return visibleText(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

import { gradeRecordSchema, hostileTexts, unseenCharacters, type GradeRecord } from "@locollm/core";
import { compareOutcomes } from "@locollm/eval";
import { describe, expect, test } from "vitest";
import { markdownNodes } from "../../test/markdown-nodes.ts";
import { postedGrade } from "../posting/posted.ts";
import { suspiciousMarkup } from "../posting/suspicious-markup.ts";
import { gradeReport } from "./grade-report.ts";

const verdict = compareOutcomes(
  Array.from({ length: 20 }, (_, at) => ({ before: at < 3 ? 1 : 0, after: 1, source: `item ${at}` })),
  { alpha: 0.05, sides: { before: "0".repeat(64), after: "1".repeat(64) } },
);

/** A record in which everything that somebody else may write is that text. */
function recordOf(text: string): GradeRecord {
  return gradeRecordSchema.parse({
    schema: 1,
    adapter: "2026-s2/demo",
    version: "1.0.0",
    submission: { from: "git", head: "0".repeat(40), base: "1".repeat(40), files: null },
    conclusion: "failure",
    title: text,
    findings: [
      { code: "field-invalid", severity: "error", file: text, line: 1, message: text, fix: text },
      {
        code: "row-duplicate-id",
        severity: "warning",
        file: `a/${text}`,
        message: `The id ${text} is there.`,
        fix: text,
      },
      { code: "card-thin", severity: "note", message: text, fix: `Do ${text}` },
    ],
    weights: null,
    results: null,
    constant: { answer: text, right: 3, verdict, sentence: `Always answering “${text}” would be right on 3 of 20.` },
    challenged: [],
    harm: null,
    route: null,
    next: [text, `First ${text}`],
    reproduce: `loco grade ${text}`,
    machine: { os: "linux", cpu: text, threads: 2, memoryBytes: 1, accelerator: null },
    timings: [{ step: "check", seconds: 1 }],
  });
}

const harmless = markdownNodes(gradeReport(recordOf("harmless"), null).whole);
const summaryOf = (text: string) => postedGrade(recordOf(text), "", "c".repeat(40), null).summary;

describe.each(hostileTexts)("%j", (text) => {
  test("is text in the report of the gate", () => {
    const report = gradeReport(recordOf(text), null).whole;
    expect(markdownNodes(report)).toEqual(harmless);
    expect(suspiciousMarkup(report)).toBeNull();
    expect(report).not.toMatch(unseenCharacters);
  });

  test("is text beside the check", () => {
    expect(markdownNodes(summaryOf(text))).toEqual(markdownNodes(summaryOf("harmless")));
    expect(suspiciousMarkup(summaryOf(text))).toBeNull();
    expect(summaryOf(text)).not.toMatch(unseenCharacters);
  });
});

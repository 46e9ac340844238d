import { gradeRecordSchema, type GradeRecord } from "@locollm/core";
import { describe, expect, test } from "vitest";
import { hostileTexts } from "../../../eval/test/hostile-texts.ts";
import { markdownStructure } from "../../../eval/test/markdown-structure.ts";
import { suspiciousMarkup } from "../posting/suspicious-markup.ts";
import { gradeReport } from "./grade-report.ts";

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
    challenged: [],
    harm: null,
    route: null,
    next: [text, `First ${text}`],
    reproduce: `loco grade ${text}`,
    machine: { os: "linux", cpu: text, threads: 2, memoryBytes: 1, accelerator: null },
    timings: [{ step: "check", seconds: 1 }],
  });
}

const harmless = markdownStructure(gradeReport(recordOf("harmless"), null));

describe.each(hostileTexts)("%j", (text) => {
  test("is text in the report of the gate", () => {
    const report = gradeReport(recordOf(text), null);
    const { nodes, html, forgeWords } = markdownStructure(report);
    expect({ html, forgeWords, nodes }).toEqual({ html: [], forgeWords: [], nodes: harmless.nodes });
    expect(suspiciousMarkup(report)).toBeNull();
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u2069\ufeff]/);
  });
});

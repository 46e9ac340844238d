import { expect, test } from "vitest";
import type { Finding } from "@locollm/core";
import { findingsCount, findingsText } from "./finding-lines.ts";

const broken = (line: number): Finding => ({
  code: "row-not-json",
  severity: "error",
  file: "semesters/2026-s2/adapters/demo/data/train.jsonl",
  line,
  message: "This line is not JSON.",
  fix: "Write one JSON object a line.",
});
const hint: Finding = {
  code: "few-hard-items",
  severity: "warning",
  message: "Only 3 hard items.",
  fix: "Write more.",
};

test("errors come first and repetitions are summed up", () => {
  const findings = [hint, ...[1, 2, 3, 4, 5, 6, 7, 8].map(broken)];
  expect(findingsCount(findings)).toBe("8 errors, 1 warning");
  expect(findingsText(findings.slice(0, 2))).toMatchInlineSnapshot(`
    "semesters/2026-s2/adapters/demo/data/train.jsonl:1: error: This line is not JSON. [row-not-json]
        Write one JSON object a line.
    warning: Only 3 hard items. [few-hard-items]
        Write more.
    More: loco explain row-not-json"
  `);
  expect(findingsText(findings).split("\n").at(-2)).toMatchInlineSnapshot(
    `"… and 3 more row-not-json in semesters/2026-s2/adapters/demo/data/train.jsonl (all of them: --json)"`,
  );
  expect(findingsText(findings.slice(0, -1))).toContain("train.jsonl:7: error");
});

test("nothing wrong is said too", () => expect(findingsCount([])).toBe("no findings"));

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clearTestResults, sumTestResults, totalsLine } from "./test-results.ts";

test("the totals of all packages are added up, and a file that failed before its first test counts", () => {
  const root = mkdtempSync(join(tmpdir(), "totals-"));
  const report = (folder: string, ...files: [status: string, ...tests: string[]][]): void => {
    mkdirSync(join(root, folder, ".loco"), { recursive: true });
    const testResults = files.map(([status, ...tests]) => ({
      status,
      assertionResults: tests.map((each) => ({ status: each })),
    }));
    writeFileSync(join(root, folder, ".loco", "tests.json"), JSON.stringify({ testResults }));
  };
  try {
    report("packages/core", ["passed", "passed", "passed", "pending"], ["failed", "passed", "failed"]);
    report("packages/store", ["failed"]);
    report("", ["passed", "passed", "todo"]);
    expect(sumTestResults(root, { every: true })).toEqual({ passed: 4, failed: 2, skipped: 2 });
    mkdirSync(join(root, "packages", "eval"));
    writeFileSync(join(root, "packages", "eval", "vitest.config.ts"), "");
    expect(sumTestResults(root, { every: true }).failed).toBe(3);
    expect(sumTestResults(root, { every: false }).failed).toBe(2);
    clearTestResults(root);
    expect(existsSync(join(root, "packages", "core", ".loco", "tests.json"))).toBe(false);
    expect(sumTestResults(root, { every: false })).toEqual({ passed: 0, failed: 0, skipped: 0 });
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("skipped tests are named only where there are some", () => {
  expect(totalsLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
  expect(totalsLine({ passed: 1, failed: 2, skipped: 3 })).toBe("1 passed, 2 failed, 3 skipped");
});

import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** How many tests of all packages ended in which way. */
export interface TestTotals {
  passed: number;
  failed: number;
  skipped: number;
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** The folders that have tests, and the report of each; the root's is that of `tools`. */
const reports = (root: string): { config: string; report: string }[] => [
  { config: join(root, "tools", "vitest.config.ts"), report: join(root, ".loco", "tests.json") },
  ...readdirSync(join(root, "packages"))
    .map((name) => join(root, "packages", name))
    .map((folder) => ({ config: join(folder, "vitest.config.ts"), report: join(folder, ".loco", "tests.json") })),
];

/** Removes what an earlier run left, so that a package whose tests did not start is not counted. */
export function clearTestResults(root: string): void {
  for (const { report } of reports(root)) rmSync(report, { force: true });
}

/**
 * Adds up the reports that each package's vitest left. A file that failed before its first test counts as one failure, and with
 * `every` so does a package with tests that left no report.
 */
export function sumTestResults(root: string, { every }: { every: boolean }): TestTotals {
  const totals: TestTotals = { passed: 0, failed: 0, skipped: 0 };
  for (const { config, report: file } of reports(root)) {
    if (!existsSync(file)) {
      if (every && existsSync(config)) totals.failed += 1;
      continue;
    }
    const report = JSON.parse(readFileSync(file, "utf8")) as VitestReport;
    for (const { status, assertionResults } of report.testResults) {
      const statuses = assertionResults.map((assertion) => assertion.status);
      totals.passed += statuses.filter((s) => s === "passed").length;
      totals.skipped += statuses.filter((s) => s !== "passed" && s !== "failed").length;
      totals.failed += statuses.filter((s) => s === "failed").length;
      if (status === "failed" && !statuses.includes("failed")) totals.failed += 1;
    }
  }
  return totals;
}

/** The line that continuous integration reads: `12 passed, 0 failed, 1 skipped`. */
export function totalsLine({ passed, failed, skipped }: TestTotals): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}

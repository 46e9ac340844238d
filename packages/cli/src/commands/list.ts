import { visibleText } from "@locollm/core";
import { adjustVerdicts } from "@locollm/eval";
import { resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { shareWithInterval } from "../steps/share-words.ts";
import { adjustmentWords } from "../terminal/cohort-table.ts";
import { withFindings } from "../terminal/finding-lines.ts";
import { formatTable } from "../terminal/table.ts";

/** The adapters of every semester, with what was measured on a base. */
export async function list(invocation: Invocation, options: { base?: string | undefined }): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const base = resolveBase(workspace, options.base);
  const adapters = workspace.semesters.flatMap((semester) => semester.adapters);
  const measured = adapters.flatMap((adapter) => adapter.results.get(base.id)?.againstBest ?? []);
  // One list of many adapters: chance alone would make one in twenty of those without a difference better or worse.
  const inCohort = new Map(adjustVerdicts(measured, "benjamini-hochberg").map((verdict, i) => [measured[i], verdict]));
  const rows = adapters.map((adapter) => {
    const results = adapter.results.get(base.id);
    const right =
      results === undefined
        ? "not measured"
        : shareWithInterval(results.adapterRun.counts, results.adapterRun.interval);
    const best = results === undefined ? "" : shareWithInterval(results.baseBest.counts, results.baseBest.interval);
    const verdict =
      inCohort.get(results?.againstBest)?.outcome ?? (adapter.locks.has(base.id) ? "trained" : "not trained");
    return [adapter.id, visibleText(adapter.manifest.title), right, best, verdict];
  });
  const table = formatTable([["adapter", "title", "right", "base, best prompt", "verdict"], ...rows]);
  const adjusted = adjustmentWords([...inCohort.values()]);
  const findings = workspace.findings.filter(({ severity }) => severity === "error");
  return {
    data: adapters.map((adapter) => ({
      id: adapter.id,
      title: adapter.manifest.title,
      version: adapter.manifest.version,
      base: base.id,
      trained: adapter.locks.has(base.id),
      right: adapter.results.get(base.id)?.adapterRun.counts.right ?? null,
      items: adapter.results.get(base.id)?.adapterRun.counts.items ?? null,
      verdict: adapter.results.get(base.id)?.againstBest.outcome ?? null,
      verdictInCohort: inCohort.get(adapter.results.get(base.id)?.againstBest)?.outcome ?? null,
    })),
    findings,
    text: withFindings(
      `${table}\n\non ${base.title}; right: share of test questions with its 95 % interval${adjusted}`,
      findings,
    ),
  };
}

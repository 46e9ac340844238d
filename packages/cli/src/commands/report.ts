import { didYouMean, LocoError, visibleText, type JsonValue, type JudgeReport, type Run } from "@locollm/core";
import {
  buildPairReport,
  buildReport,
  changedRows,
  runName,
  shortJsonReport,
  terminalReport,
  type Report,
} from "@locollm/eval";
import {
  listRuns,
  readAdapterData,
  readRun,
  resolveAdapter,
  type AdapterFolder,
  type StoredRun,
  type Workspace,
} from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { againCommand, judgesOfPair, storedCommand } from "@locollm/course";
import { marginOf } from "../steps/margin-of.ts";
import { openClass } from "../steps/open-class.ts";
import { otherRun } from "../steps/other-run.ts";
import { runsNotice } from "../steps/runs-notice.ts";
import { runNamed } from "../steps/run-named.ts";
import { reportWriter } from "../steps/write-report.ts";
import { storedItemText } from "../terminal/stored-item.ts";
import { formatTable } from "../terminal/table.ts";

export interface ReportOptions {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly report?: string | undefined;
  /** Points. */
  readonly margin?: string | undefined;
  readonly item?: string | undefined;
}

/** Reports stored runs again; nothing is asked of a model. */
export async function reportRuns(invocation: Invocation, options: ReportOptions): Promise<CommandResult> {
  const writeReport = options.report === undefined ? undefined : reportWriter(invocation, options.report);
  const margin = options.margin === undefined ? undefined : marginOf(options.margin);
  const workspace = await openClass(invocation);
  if (options.after === undefined) return storedRuns(workspace.root);
  const after = await readRun(workspace.root, await runNamed(workspace.root, options.after));
  const adapter = resolveAdapter(workspace, after.run.adapter);
  const otherId =
    options.before === undefined
      ? await otherRun(workspace.root, adapter, after.run)
      : await runNamed(workspace.root, options.before);
  const before = await readRun(workspace.root, otherId);
  const judges = await judgesOfPair(invocation, workspace.root, after.run, before.run);
  const report = await reportOf(workspace, adapter, { after, before, margin, judges });
  if (options.item !== undefined) return storedItem(report, options.item);
  await writeReport?.(report);
  return {
    data: shortJsonReport(report),
    text: terminalReport(report, { colour: process.stdout.isTTY === true && !process.env["NO_COLOR"] }).trimEnd(),
  };
}

/** @throws LocoError `unknown-item` */
function storedItem(report: Report, id: string): CommandResult {
  const flip = report.flips.find(({ item }) => item === id);
  if (flip === undefined) {
    throw new LocoError({
      code: "unknown-item",
      message: `These runs hold no item called ${visibleText(id)}.`,
      fix: didYouMean(
        id,
        report.flips.map(({ item }) => item),
      ),
      fields: { item: id },
      kind: "usage",
    });
  }
  const { about, labels, notice } = report;
  return {
    data: { about, labels, item: flip, notice } as unknown as JsonValue,
    text: storedItemText(report, flip),
  };
}

interface ReportedRuns {
  readonly after: StoredRun;
  readonly before: StoredRun;
  readonly margin: number | undefined;
  readonly judges: readonly JudgeReport[];
}

async function reportOf(
  workspace: Workspace,
  adapter: AdapterFolder,
  { after, before, margin, judges }: ReportedRuns,
): Promise<Report> {
  const baseId = after.run.generator.base.id;
  const items = (await readAdapterData(adapter)).eval.map(({ item }) => item);
  const stored = storedCommand(after.run, before.run);
  const shown = {
    title: adapter.manifest.title,
    notice: runsNotice(workspace.bases, [after.run, before.run]),
    items,
    command: againCommand(workspace, adapter, [after.run, before.run]) ?? stored,
    storedCommand: stored,
    cautions: changedRows(after, items),
    judges,
    training: after.run.condition.subject === "adapter" ? adapter.locks.get(baseId)?.trainer.curve : undefined,
    after,
    before,
  };
  const summary = adapter.results.get(baseId);
  // A summary holds the verdict without a margin, or with the one of its evaluation.
  if (margin === undefined && summary?.adapterRun.run === after.run.id && summary.baseBest.run === before.run.id)
    return buildReport({ ...shown, summary });
  const { alpha } = workspace.semesters.find(({ id }) => id === adapter.semester)!.manifest.gate;
  return buildPairReport({ ...shown, alpha, ...(margin !== undefined && { margin }) });
}

async function storedRuns(root: string): Promise<CommandResult> {
  const runs: Run[] = [];
  for (const id of await listRuns(root)) runs.push((await readRun(root, id)).run);
  runs.sort((a, b) => (a.adapter < b.adapter ? -1 : a.adapter > b.adapter ? 1 : 0));
  const rows = runs.map((run) => {
    const { right, items } = run.counts;
    return [run.id.slice(0, 12), run.adapter, runName(run), visibleText(run.generator.base.id), `${right} of ${items}`];
  });
  return {
    data: runs.map(({ id, adapter, counts, condition }) => ({
      id,
      adapter,
      counts,
      condition,
    })) as unknown as JsonValue,
    text:
      runs.length === 0
        ? "No runs are stored here. Evaluate: loco eval <adapter>"
        : formatTable([["run", "test of", "answered by", "base", "right"], ...rows]),
  };
}

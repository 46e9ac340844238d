import { writeWhole, resolveAdapter } from "@locollm/store";
import { adapterHistory, historySvg } from "@locollm/course";
import { points } from "@locollm/eval";
import path from "node:path";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { shareWithInterval } from "../steps/share-words.ts";
import { formatTable } from "../terminal/table.ts";

export interface HistoryOptions {
  readonly svg?: string | undefined;
}

/** An adapter's scores over bases and semesters. */
export async function history(invocation: Invocation, name: string, { svg }: HistoryOptions): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const entries = await adapterHistory(workspace, adapter);
  const rows = entries.map(({ summary, committed, current }) => [
    committed?.slice(0, 10) ?? "not yet",
    `${summary.adapter} ${summary.version}`,
    summary.base.id,
    shareWithInterval(summary.adapterRun.counts, summary.adapterRun.interval),
    shareWithInterval(summary.baseBest.counts, summary.baseBest.interval),
    `${points(summary.againstBest.delta)}, ${summary.againstBest.outcome.replaceAll("-", " ")}`,
    current ? "" : "replaced",
  ]);
  if (svg !== undefined) await writeWhole(path.resolve(invocation.directory, svg), historySvg(adapter.id, entries));
  const head = ["committed", "adapter", "base", "right", "base, best prompt", "points over it", ""];
  return {
    data: JSON.parse(JSON.stringify(entries)),
    text:
      entries.length === 0
        ? `${adapter.id} was never measured: loco eval ${name}`
        : [formatTable([head, ...rows]), ...(svg === undefined ? [] : [`\nDrawn in ${svg}`])].join("\n"),
  };
}

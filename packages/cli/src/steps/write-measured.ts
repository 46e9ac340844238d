import type { ResultsSummary } from "@locollm/core";
import { cardBlock } from "@locollm/eval";
import {
  resolveBase,
  shownPath,
  writeMeasuredBlock,
  writeResults,
  type AdapterFolder,
  type Workspace,
} from "@locollm/store";
import type { Invocation } from "../invocation.ts";

/**
 * Writes what was measured into the adapter's folder: results/<base>.json, and the measured block of its card where the base is the
 * one that cards speak of, the active semester's first.
 */
export async function writeMeasured(
  { talk }: Invocation,
  workspace: Workspace,
  adapter: AdapterFolder,
  summary: ResultsSummary,
): Promise<void> {
  await writeResults(adapter.folder, summary);
  const base = resolveBase(workspace);
  if (summary.base.id !== base.id) {
    talk.say(`The card speaks of ${base.id}; these results are in results/${summary.base.id}.json alone.`);
    return;
  }
  if ((await writeMeasuredBlock(adapter.folder, cardBlock(summary))) === "no-card")
    talk.warn(`${shownPath(adapter)}/README.md cannot be read, so the results are in results/ alone.`);
}

import type { ResultsSummary } from "@locollm/core";
import { cardBlock } from "@locollm/eval";
import { shownPath, writeMeasuredBlock, writeResults, type AdapterFolder } from "@locollm/store";
import type { Invocation } from "../invocation.ts";

/** Writes what was measured into the adapter's folder: results/<base>.json and the measured block of its card. */
export async function writeMeasured(
  { talk }: Invocation,
  adapter: AdapterFolder,
  summary: ResultsSummary,
): Promise<void> {
  await writeResults(adapter.folder, summary);
  if ((await writeMeasuredBlock(adapter.folder, cardBlock(summary))) === "no-card")
    talk.warn(`${shownPath(adapter)}/README.md cannot be read, so the results are in results/ alone.`);
}

import { LocoError } from "@locollm/core";
import { cacheUsage, locoHome, pruneCache } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { formatBytes } from "@locollm/course";
import { formatTable } from "../terminal/table.ts";

/** What LocoLLM keeps on this machine, and, with `--prune`, less of it. */
export async function cache(invocation: Invocation, options: { prune?: number | undefined }): Promise<CommandResult> {
  const { prune } = options;
  if (prune !== undefined && !(Number.isFinite(prune) && prune >= 0)) {
    throw new LocoError({
      code: "wrong-use",
      message: "--prune takes a number of days.",
      fix: "For example: loco cache --prune 30 (0 removes everything).",
      kind: "usage",
    });
  }
  const pruned = prune === undefined ? null : await pruneCache({ olderThanDays: prune });
  if (pruned !== null) {
    const bytes = pruned.removed.reduce((sum, entry) => sum + entry.bytes, 0);
    invocation.talk.say(
      `Removed ${pruned.removed.length} files or folders (${formatBytes(bytes)}) and ${pruned.answers} cached answers.`,
    );
    for (const { path } of pruned.kept) invocation.talk.say(`Kept ${path}: another program is using it.`);
  }
  const entries = await cacheUsage();
  const total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const rows = entries.map(({ kind, bytes, lastUsed, path }) => [
    kind,
    formatBytes(bytes),
    lastUsed.toISOString().slice(0, 10),
    path,
  ]);
  return {
    data: {
      home: locoHome(),
      bytes: total,
      entries: entries.map((entry) => ({ ...entry, lastUsed: entry.lastUsed.toISOString() })),
      removed: pruned?.removed.map(({ path }) => path) ?? [],
      kept: pruned?.kept.map(({ path }) => path) ?? [],
    },
    text: `${formatTable([["kind", "size", "last used", "where"], ...rows], [1])}\n\n${formatBytes(total)} in ${locoHome()} (LOCO_HOME moves it). Deleting it loses nothing but time.`,
  };
}

import { adapterPath, resultsSummarySchema, type ResultsSummary } from "@locollm/core";
import type { AdapterFolder, Workspace } from "@locollm/store";
import { git } from "../submission/git.ts";

/** One measurement of an adapter that was committed, or stands in its folder now. */
export interface HistoryEntry {
  readonly summary: ResultsSummary;
  /** When it was committed; null where it is not committed yet. */
  readonly committed: string | null;
  /** Whether it stands in the class now; else only git's history has it. */
  readonly current: boolean;
}

/**
 * Every measurement of an adapter, of those that it builds on and of those of its name in other semesters, the oldest first: what stands in
 * the class, and what git's history has of it. Without git, what stands there.
 */
export async function adapterHistory(workspace: Workspace, adapter: AdapterFolder): Promise<HistoryEntry[]> {
  const found = new Map<string, HistoryEntry>();
  for (const one of relatives(workspace, adapter)) {
    for (const entry of await committedResults(workspace.root, one.id)) found.set(keyOf(entry.summary), entry);
    for (const summary of one.results.values()) {
      const kept = found.get(keyOf(summary));
      found.set(keyOf(summary), { summary, committed: kept?.committed ?? null, current: true });
    }
  }
  const time = ({ committed }: HistoryEntry): number => (committed === null ? Infinity : Date.parse(committed));
  return [...found.values()].sort((a, b) => time(a) - time(b) || a.summary.adapter.localeCompare(b.summary.adapter));
}

/** The adapter, those of its name in other semesters, and those that it builds on. */
function relatives(workspace: Workspace, adapter: AdapterFolder): AdapterFolder[] {
  const all = workspace.semesters.flatMap(({ adapters }) => adapters);
  const wanted = new Set([adapter.id]);
  for (const id of wanted) {
    const one = all.find((other) => other.id === id);
    for (const from of one?.manifest.from ?? []) wanted.add(from.split("@")[0]!);
  }
  return all.filter(({ id, slug }) => wanted.has(id) || slug === adapter.slug);
}

/** One weights' answers to one set, once: a summary that was written again says the same. */
function keyOf({ adapter, base, weights, dataset, adapterRun }: ResultsSummary): string {
  return [adapter, base.sha256, weights, dataset.sha256, adapterRun.counts.right].join(" ");
}

async function committedResults(root: string, id: string): Promise<HistoryEntry[]> {
  const folder = `${adapterPath(id)}/results`;
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  let log: string;
  try {
    log = decode(
      await git(root, ["log", "--reverse", "--format=%x00%H %cI", "--name-only", "--diff-filter=AM", "--", folder]),
    );
  } catch {
    return [];
  }
  const entries: HistoryEntry[] = [];
  for (const commit of log.split("\0").slice(1)) {
    const [first = "", ...names] = commit.split("\n").filter((line) => line !== "");
    const [hash = "", committed = ""] = first.split(" ");
    for (const name of names.filter((one) => one.endsWith(".json"))) {
      const parsed = resultsSummarySchema.safeParse(jsonOf(decode(await git(root, ["show", `${hash}:${name}`]))));
      // Files of an older form tell nothing that could be compared.
      if (parsed.success) entries.push({ summary: parsed.data, committed, current: false });
    }
  }
  return entries;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

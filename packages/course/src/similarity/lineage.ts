import type { AdapterFolder, Workspace } from "@locollm/store";

/**
 * What is declared about one adapter beside another, as the end of a sentence; null where nothing is: that it builds on the other
 * (`from`), itself or through those that it names, that the other builds on it, or that the other is an earlier version of it.
 */
export function declaredLineage(workspace: Workspace, adapter: AdapterFolder, other: AdapterFolder): string | null {
  if (other.id === adapter.id) return "an earlier version of the same adapter";
  const way = wayTo(workspace, adapter, other.id);
  if (way !== null) return `it builds on ${way.join(", which builds on ")}`;
  const back = wayTo(workspace, other, adapter.id);
  return back === null ? null : [other.id, ...back].join(" builds on ");
}

/** The names in `from` that lead from one adapter to another, the shortest way first. */
function wayTo(workspace: Workspace, { manifest }: AdapterFolder, wanted: string): readonly string[] | null {
  const all = new Map(workspace.semesters.flatMap(({ adapters }) => adapters).map((one) => [one.id, one]));
  const seen = new Set<string>();
  const waiting = (manifest.from ?? []).map((origin) => [origin]);
  for (const way of waiting) {
    const [name] = way.at(-1)!.split("@") as [string];
    if (name === wanted) return way;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const origin of all.get(name)?.manifest.from ?? []) waiting.push([...way, origin]);
  }
  return null;
}

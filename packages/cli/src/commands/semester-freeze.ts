import { freezeEvaluation, sealsOf, type Frozen } from "@locollm/course";
import { resolveAdapter, resolveSemester, writeSeals } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { formatTable } from "../terminal/table.ts";

/** Publishes the hashes of evaluation sets, which then stay as they are. */
export async function semesterFreeze(
  invocation: Invocation,
  names: readonly string[],
  { semester: named, again }: { readonly semester?: string | undefined; readonly again?: string | undefined },
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const semester = resolveSemester(workspace, named);
  const adapters =
    names.length === 0
      ? semester.adapters
      : names.map((name) => resolveAdapter(workspace, name.includes("/") ? name : `${semester.id}/${name}`));
  const at = new Date().toISOString();
  let seals = sealsOf(semester);
  const done: Frozen[] = [];
  for (const adapter of adapters) {
    const { seals: next, frozen } = await freezeEvaluation(seals, adapter, { at, reason: again });
    seals = next;
    done.push(frozen);
  }
  await writeSeals(workspace.root, semester.id, seals);
  const rows = done.map(({ adapter, items, sha256, was }) => [
    adapter.slug,
    String(items),
    `${sha256.slice(0, 12)}…`,
    was === "new" ? "frozen" : was === "again" ? "frozen again" : "frozen before",
  ]);
  return {
    data: done.map(({ adapter, items, sha256, was }) => ({ adapter: adapter.id, items, sha256, was })),
    text: `${formatTable([["adapter", "items", "sha256", ""], ...rows], [1])}\nCommit semesters/${semester.id}/seals.json. From now on loco check and loco grade refuse other evaluation rows.`,
  };
}

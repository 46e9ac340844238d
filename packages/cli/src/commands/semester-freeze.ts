import { existsSync } from "node:fs";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { freezeEvaluation, sealsOf, type Frozen, type Submission } from "@locollm/course";
import { readWorkspace, resolveAdapter, resolveSemester, writeSeals, type AdapterFolder } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { adapterNamed } from "../steps/adapter-named.ts";
import { openClass } from "../steps/open-class.ts";
import { openNamed } from "../steps/open-named.ts";
import { formatTable } from "../terminal/table.ts";

export interface FreezeOptions {
  readonly semester?: string | undefined;
  readonly again?: string | undefined;
  readonly baseRef: string;
  readonly headRef?: string | undefined;
}

/**
 * Publishes the hashes of evaluation sets, which then stay as they are. A set that was sent, and is not in the class yet, is frozen as
 * it was sent: it has to be before it is graded.
 */
export async function semesterFreeze(
  invocation: Invocation,
  names: readonly string[],
  { semester: named, again, baseRef, headRef }: FreezeOptions,
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const semester = resolveSemester(workspace, named);
  await using sent = new AsyncDisposableStack();
  const asSent = async (name: string | undefined): Promise<AdapterFolder> => {
    const options = { baseRef, headRef: headRef ?? "HEAD", semester: semester.id };
    return sentAdapter(sent.use(await openNamed(invocation, workspace.root, name, options)), semester.id);
  };
  const adapters: AdapterFolder[] = [];
  if (headRef !== undefined) adapters.push(await asSent(undefined));
  else if (names.length === 0) adapters.push(...semester.adapters);
  for (const name of names) {
    const id = name.includes("/") ? name : `${semester.id}/${name}`;
    const isElsewhere = adapterNamed(workspace, id) === null && existsSync(path.resolve(invocation.directory, name));
    adapters.push(isElsewhere ? await asSent(name) : resolveAdapter(workspace, id));
  }
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

/** The one adapter of a submission. */
async function sentAdapter({ adapter: id, root, findings }: Submission, semester: string): Promise<AdapterFolder> {
  const [wrong] = findings.filter(({ severity }) => severity === "error");
  const found = (await readWorkspace(root)).semesters
    .find((one) => one.id === semester)
    ?.adapters.find((one) => one.id === id);
  if (found !== undefined && wrong === undefined) return found;
  if (wrong !== undefined) throw new LocoError({ ...wrong, kind: "usage" });
  throw new LocoError({
    code: "manifest-missing",
    message: `There is no adapter of ${semester} that can be read in it.`,
    fix: "See what is wrong with it: loco grade",
    kind: "usage",
  });
}

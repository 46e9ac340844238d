import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Migration } from "@locollm/core";
import {
  writeBases,
  writeResults,
  writeVersion,
  writeWhole,
  type AdapterFolder,
  type SemesterFolder,
  type Workspace,
} from "@locollm/store";
import { openEngine } from "../engine/open-engine.ts";
import { evaluateOnBase } from "../evaluation/evaluate-on-base.ts";
import { trainOnBase } from "../training/train-on-base.ts";
import type { Work } from "../work/work.ts";
import { decisionWords } from "./decide-migration.ts";
import type { BaseHere } from "./migrate-adapter.ts";

/** What a switch wrote. */
export interface Switched {
  /** Adapters whose version is a new major one: those that were kept, or that need data. */
  readonly adapters: readonly { readonly adapter: string; readonly version: string }[];
  /** Null where the semester is no package. */
  readonly changeset: string | null;
}

/**
 * Makes the new base the semester's default: a new major version of each adapter that stays, its weights and results of that version, the
 * base first in semester.yaml, and a changeset. Weights and results of the old base stay where they are.
 */
export async function switchSemester(
  work: Work,
  workspace: Workspace,
  semester: SemesterFolder,
  migration: Migration,
  to: BaseHere,
): Promise<Switched> {
  const staying = migration.adapters.filter(({ decision }) => decision === "keep" || decision === "needs-data");
  for (const { moved } of staying) {
    const adapter = semester.adapters.find(({ id }) => id === moved.adapter)!;
    await writeVersion(adapter.folder, moved.version.after);
    await renew(
      work,
      workspace,
      { ...adapter, manifest: { ...adapter.manifest, version: moved.version.after } },
      to,
      moved.rows.tooLong,
    );
  }
  const others = semester.manifest.bases.filter((id) => id !== to.manifest.id);
  await writeBases(workspace.root, semester.id, [to.manifest.id, ...others]);
  return {
    adapters: staying.map(({ moved }) => ({ adapter: moved.adapter, version: moved.version.after })),
    changeset: await writeChangeset(workspace.root, migration, to),
  };
}

/** Weights and results of the new version: the training is there, so that it is only exported again and asked. */
async function renew(
  work: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  { manifest, file }: BaseHere,
  without: readonly string[],
): Promise<void> {
  const { lock } = await trainOnBase(work, workspace, adapter, manifest, file, { without });
  await using stack = new AsyncDisposableStack();
  const engine = await openEngine(stack, manifest, file);
  const renewed = { ...adapter, locks: new Map(adapter.locks).set(manifest.id, lock) };
  const { summary } = await evaluateOnBase(work, workspace, renewed, engine);
  await writeResults(adapter.folder, summary);
}

async function writeChangeset(root: string, migration: Migration, to: BaseHere): Promise<string | null> {
  const { semester, adapters } = migration;
  const name = await packageName(path.join(root, "semesters", semester));
  if (name === null) return null;
  const file = path.join(root, ".changeset", `${semester}-on-${to.manifest.id}.md`);
  const lines = adapters.map(({ moved, decision }) => `- ${moved.adapter}: ${decisionWords(decision, moved)}`);
  await writeWhole(
    file,
    [
      "---",
      `"${name}": major`,
      "---",
      "",
      `The adapters of ${semester} are on ${to.manifest.title}.`,
      "",
      ...lines,
      "",
    ].join("\n"),
  );
  return file;
}

async function packageName(folder: string): Promise<string | null> {
  try {
    const { name } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as { name?: unknown };
    return typeof name === "string" ? name : null;
  } catch {
    return null;
  }
}

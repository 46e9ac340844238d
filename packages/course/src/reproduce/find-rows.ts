import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Item } from "@locollm/core";
import { readAdapterData, readRows, type Workspace } from "@locollm/store";
import { rowsOfHash } from "../migration-records/rows-left-out.ts";
import { git } from "../submission/git.ts";

export interface FoundRows {
  readonly items: readonly Item[];
  /** Where they were found, for a person. */
  readonly where: string;
}

/**
 * Training rows by the hash of what they say: in the class, else in git's history of every adapter's rows. Null where they are gone.
 *
 * @param left ids of rows that a training may have left out, a list each
 */
export async function findRows(
  workspace: Workspace,
  sha256: string,
  left: readonly (readonly string[])[] = [],
): Promise<FoundRows | null> {
  const among = (all: readonly Item[]) => rowsOfHash(all, left, sha256);
  for (const adapter of workspace.semesters.flatMap(({ adapters }) => adapters)) {
    const items = among((await readAdapterData(adapter)).train.map(({ item }) => item));
    if (items !== undefined) return { items, where: `${adapter.id}, as it stands` };
  }
  return inHistory(workspace.root, among);
}

async function inHistory(
  root: string,
  among: (all: readonly Item[]) => readonly Item[] | undefined,
): Promise<FoundRows | null> {
  const text = async (...args: string[]): Promise<string> => new TextDecoder().decode(await git(root, args));
  const log = await text(
    "log",
    "--all",
    "--format=%x00%H",
    "--raw",
    "--no-abbrev",
    "--diff-filter=AM",
    "--",
    "semesters",
  ).catch(() => "");
  const tried = new Set<string>();
  const place = await mkdtemp(path.join(os.tmpdir(), "loco-rows-"));
  try {
    for (const commit of log.split("\0").slice(1)) {
      const [hash = "", ...changes] = commit.split("\n").filter((line) => line !== "");
      for (const change of changes) {
        const [, blob, name] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AM]\t(.*\/data\/train\.jsonl)$/.exec(change) ?? [];
        if (blob === undefined || name === undefined || tried.has(blob)) continue;
        tried.add(blob);
        const file = path.join(place, "train.jsonl");
        await writeFile(file, await git(root, ["cat-file", "blob", blob]));
        const items = among((await readRows(file, name)).rows.map(({ item }) => item));
        if (items !== undefined) return { items, where: `${name} of commit ${hash.slice(0, 10)}` };
      }
    }
    return null;
  } finally {
    await rm(place, { recursive: true });
  }
}

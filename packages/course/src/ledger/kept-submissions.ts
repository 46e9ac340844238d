import { cp, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { adapterPath } from "@locollm/core";
import { readAdapterData, readAdapterFolder, type AdapterRows, type Workspace } from "@locollm/store";

/** What of a submission is kept: what other work is compared with. */
const kept = ["adapter.yaml", "data", "locks", "weights"];

export interface KeptSubmission {
  /** `<semester>/<slug>`. */
  readonly adapter: string;
  /** Root in which its folder stands where it stands in a class repository. */
  readonly root: string;
  /** Folder with the lock and the weights that the gate trained of it, if it did. */
  readonly retrained: string | null;
}

/**
 * Keeps the last submission of an adapter among an instructor's records, so that two that are not in the class yet can be held against each
 * other.
 */
export async function keepSubmission(records: string, { adapter, root, retrained }: KeptSubmission): Promise<void> {
  const target = path.join(keptRoot(records), adapterPath(adapter));
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const from of [path.join(root, adapterPath(adapter)), ...(retrained === null ? [] : [retrained])]) {
    const names = (await readdir(from).catch(() => [])).filter((name) => kept.includes(name));
    for (const name of names) await cp(path.join(from, name), path.join(target, name), { recursive: true });
  }
}

/**
 * Other submissions that were kept, of this semester and earlier ones, with their rows; without those whose very version the class has by
 * now, and those that cannot be read.
 */
export async function keptSubmissions(records: string, adapter: string, workspace: Workspace): Promise<AdapterRows[]> {
  const root = keptRoot(records);
  const [semester] = adapter.split("/") as [string];
  const accepted = new Set(
    workspace.semesters.flatMap(({ adapters }) => adapters).map(({ id, manifest }) => `${id}@${manifest.version}`),
  );
  const ids: string[] = [];
  for (const one of await folders(path.join(root, "semesters"))) {
    if (one > semester) continue;
    for (const slug of await folders(path.join(root, "semesters", one, "adapters"))) ids.push(`${one}/${slug}`);
  }
  const read = ids
    .filter((id) => id !== adapter)
    .map(async (id) => (await readAdapterFolder(root, ...(id.split("/") as [string, string]))).folder);
  const others = (await Promise.all(read)).filter(
    (one) => one !== null && !accepted.has(`${one.id}@${one.manifest.version}`),
  );
  return Promise.all(others.map(async (one) => ({ adapter: one!, data: await readAdapterData(one!) })));
}

function keptRoot(records: string): string {
  return path.join(records, "submitted");
}

async function folders(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

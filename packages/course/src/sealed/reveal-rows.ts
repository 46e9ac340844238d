import { readFile } from "node:fs/promises";
import path from "node:path";
import { LocoError, sealedResultsSchema, sha256Hex, type SealedResults, type Seals } from "@locollm/core";
import { sealedGap } from "@locollm/eval";
import { writeSeals, writeWhole, type AdapterFolder, type SemesterFolder, type Workspace } from "@locollm/store";
import { publishedOf, sealsOf } from "./freeze-evaluation.ts";
import { proveSealed, type ProvenRows } from "./prove-sealed.ts";
import { openSealedFolder } from "./sealed-folder.ts";

export interface Revealed {
  readonly adapter: AdapterFolder;
  readonly items: number;
  /** Null where nobody graded the rows while they were sealed. */
  readonly results: SealedResults | null;
}

interface Proven extends ProvenRows {
  readonly adapter: AdapterFolder;
  readonly results: SealedResults | null;
}

/**
 * Proves every sealed set of a semester and, where all of them hold, brings rows and salts into the repository, with what adapter and
 * base did on them and the gap to the public rows. Rows that are revealed already are proven again, and what was graded since is added.
 *
 * @throws LocoError `sealed-nothing`, `sealed-missing`, `seal-broken`, `results-broken`; nothing is written then
 */
export async function revealRows(
  workspace: Workspace,
  semester: SemesterFolder,
  folder: string,
): Promise<readonly Revealed[]> {
  await openSealedFolder(folder, workspace.root);
  const seals = sealsOf(semester);
  const slugs = Object.keys(seals.adapters).filter((slug) => seals.adapters[slug]!.sealed !== undefined);
  if (slugs.length === 0) throw nothingSealed(semester);
  const proven: Proven[] = [];
  for (const slug of slugs) {
    const adapter = semester.adapters.find((one) => one.slug === slug);
    if (adapter === undefined) throw adapterGone(semester, slug);
    const rows = await proveSealed(folder, semester, slug);
    proven.push({ ...rows, adapter, results: await resultsOf(folder, rows) });
  }
  const at = new Date().toISOString();
  for (const { adapter, rows, results } of proven) {
    const text = rows.map(({ item }) => `${JSON.stringify(item)}\n`).join("");
    await writeWhole(path.join(adapter.folder, "data", "sealed.jsonl"), text);
    if (results === null) continue;
    const file = path.join(adapter.folder, "sealed-results", `${results.base.id}.json`);
    await writeWhole(file, textOf(results));
  }
  // Last, so that a reveal that was interrupted is simply done again.
  await writeSeals(
    workspace.root,
    semester.id,
    proven.reduce((all, one) => revealedIn(all, one, at), seals),
  );
  return proven.map(({ adapter, rows, results }) => ({ adapter, items: rows.length, results }));
}

function textOf(results: SealedResults): string {
  return `${JSON.stringify(results, null, 2)}\n`;
}

function revealedIn(seals: Seals, { slug, salt, published, results }: Proven, at: string): Seals {
  const graded = results === null ? undefined : { base: results.base.id, sha256: sha256Hex(textOf(results)) };
  const revealed = { at, salt, ...published.revealed, ...(graded !== undefined && { results: graded }) };
  const sealed = { ...published, revealed };
  return { ...seals, adapters: { ...seals.adapters, [slug]: { ...publishedOf(seals, slug), sealed } } };
}

/** What the instructor measured on these rows, with the gap; results of rows that were sealed before are none of these. */
async function resultsOf(folder: string, { slug, published }: ProvenRows): Promise<SealedResults | null> {
  const file = path.join(folder, "results", `${slug}.json`);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const { data } = sealedResultsSchema.safeParse(jsonOf(text));
  if (data === undefined) {
    throw new LocoError({
      code: "results-broken",
      message: `${file} cannot be read.`,
      fix: `Measure again: loco grade --sealed ${folder} ${slug}`,
      fields: { file },
    });
  }
  return data.rows.sha256 === published.sha256 ? { ...data, gap: sealedGap(data) } : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nothingSealed({ id }: SemesterFolder): LocoError {
  return new LocoError({
    code: "sealed-nothing",
    message: `${id} has published no sealed rows.`,
    fix: "Name the semester with --semester, or seal rows first: loco semester seal",
    fields: { semester: id },
    kind: "usage",
  });
}

function adapterGone({ id }: SemesterFolder, slug: string): LocoError {
  return new LocoError({
    code: "sealed-adapter-gone",
    message: `Rows are sealed for ${id}/${slug}, and its folder is not in the class or cannot be read.`,
    fix: `Bring it back with git; what is wrong in it: loco check ${id}/${slug}`,
    fields: { adapter: `${id}/${slug}` },
  });
}

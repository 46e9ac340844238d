import { readFile } from "node:fs/promises";
import path from "node:path";
import { sealedResultsSchema, sha256Hex, type Finding, type SealedResults, type Seals } from "@locollm/core";
import { errorCode } from "../write-whole.ts";
import { readRecord } from "./read-record.ts";
import type { AdapterFolder } from "./workspace.ts";

/** What adapter and base did on revealed rows, where the file is the one whose hash the instructor published with them. */
export async function readSealedResults(
  { slug, semester, folder }: Pick<AdapterFolder, "slug" | "semester" | "folder">,
  seals: Seals,
): Promise<{ readonly results: SealedResults | null; readonly findings: readonly Finding[] }> {
  const published = seals.adapters[slug]?.sealed?.revealed?.results;
  if (published === undefined) return { results: null, findings: [] };
  const name = `sealed-results/${published.base}.json`;
  const file = path.join(folder, name);
  const shown = `semesters/${semester}/adapters/${slug}/${name}`;
  const bytes = await readFile(file).catch((error: unknown) => {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(errorCode(error))) return null;
    throw error;
  });
  if (bytes !== null && sha256Hex(bytes) === published.sha256) {
    const { value, findings } = await readRecord(file, shown, sealedResultsSchema);
    return { results: value, findings };
  }
  const changed: Finding = {
    code: "sealed-changed",
    severity: "error",
    file: shown,
    message: `This file is ${bytes === null ? "missing" : `not the one with the published sha256 ${published.sha256.slice(0, 12)}…`}.`,
    fix: "Bring the file back with git: it stays as it was revealed.",
  };
  return { results: null, findings: [changed] };
}

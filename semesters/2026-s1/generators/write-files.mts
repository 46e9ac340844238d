import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Dataset } from "../../2026-s1/generators/dataset.mts";

const semesters = join(import.meta.dirname, "..", "..");

/** Rows as JSONL: one object a line, LF, a final newline. */
export function toJsonl(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** Writes the data files of a semester's adapter, or with `--check` compares them with what the generator makes. */
export function writeDataset(semester: string, dataset: Dataset): void {
  const folder = `adapters/${dataset.slug}/data`;
  const files: Record<string, string> = {
    [`${folder}/train.jsonl`]: toJsonl(dataset.train),
    [`${folder}/eval.jsonl`]: toJsonl(dataset.eval),
  };
  for (const [name, fixture] of Object.entries(dataset.fixtures ?? {}))
    files[`${folder}/fixtures/${name}`] = toFixture(fixture);
  writeFiles(semester, files);
}

/** Writes files below a semester's folder, whole or not at all; with `--check` compares instead and exits 1 on a difference. */
export function writeFiles(semester: string, files: Readonly<Record<string, string>>): void {
  const check = process.argv.includes("--check");
  for (const [path, text] of Object.entries(files)) {
    const target = join(semesters, semester, ...path.split("/"));
    if (!check) {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(`${target}.tmp`, text, { flush: true });
      renameSync(`${target}.tmp`, target);
      console.error(`wrote ${path}`);
    } else if (read(target) === text) {
      console.error(`same  ${path}`);
    } else {
      console.error(
        `DIFFERS ${path}: run this generator without --check and commit the file, or undo the change to it`,
      );
      process.exitCode = 1;
    }
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** A fixture with one table row a line, so that people can read it and diffs stay small. */
function toFixture(fixture: unknown): string {
  const text = JSON.stringify(fixture, null, 2);
  return `${text.replace(/\[\n\s+([^[\]{}]*?)\n\s+\]/g, (_, inner: string) => `[${inner.replace(/\n\s+/g, " ")}]`)}\n`;
}

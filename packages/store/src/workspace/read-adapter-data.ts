import { lstat } from "node:fs/promises";
import path from "node:path";
import { adapterPath, sqlFixtureSchema } from "@locollm/core";
import { readRecord } from "./read-record.ts";
import { readRows } from "./read-rows.ts";
import type { AdapterData, AdapterFolder } from "./workspace.ts";

/** Reads an adapter's rows and, for the sql scorer, its fixture. */
export async function readAdapterData(adapter: AdapterFolder): Promise<AdapterData> {
  const shown = shownPath(adapter);
  for (const inside of ["data", "data/fixtures"]) {
    // The folder listing has reported the link; nothing behind it is read.
    const about = await lstat(path.join(adapter.folder, inside)).catch(() => null);
    if (about?.isSymbolicLink() === true) return noData;
  }
  const rows = (name: string) => readRows(path.join(adapter.folder, "data", name), `${shown}/data/${name}`);
  const [train, evaluation] = await Promise.all([rows("train.jsonl"), rows("eval.jsonl")]);
  const { score } = adapter.manifest;
  const fixture =
    score.scorer === "sql"
      ? await readRecord(path.join(adapter.folder, score.fixture), `${shown}/${score.fixture}`, sqlFixtureSchema)
      : null;
  return {
    train: train.rows,
    eval: evaluation.rows,
    fixture: fixture?.value ?? null,
    fixtureLine: fixture?.line ?? noData.fixtureLine,
    findings: [...train.findings, ...evaluation.findings, ...(fixture?.findings ?? [])],
  };
}

const noData: AdapterData = { train: [], eval: [], fixture: null, fixtureLine: () => 1, findings: [] };

/** The adapter's folder as findings name it. */
export function shownPath(adapter: AdapterFolder): string {
  return adapterPath(adapter.id);
}

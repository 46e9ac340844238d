import { lstat } from "node:fs/promises";
import path from "node:path";
import { sealHash, type Finding, type Seals } from "@locollm/core";
import { readRows } from "../workspace/read-rows.ts";
import { readSealedResults } from "../workspace/read-sealed-results.ts";
import type { AdapterFolder, Row } from "../workspace/workspace.ts";
import { trainEvalOverlap } from "./overlap.ts";

/** Proves `data/sealed.jsonl` against the hash that was published before anybody had seen it, and holds training rows against it. */
export async function revealedRows(
  adapter: AdapterFolder,
  train: readonly Row[],
  seals: Seals,
  shown: string,
): Promise<Finding[]> {
  const { id, slug, folder } = adapter;
  const file = `${shown}/data/sealed.jsonl`;
  const target = path.join(folder, "data", "sealed.jsonl");
  const revealed = seals.adapters[slug]?.sealed?.revealed;
  const present = (await lstat(target).catch(() => null)) !== null;
  if (revealed === undefined) {
    if (!present) return [];
    const fix = "Remove the file. Sealed rows come into the class with: loco semester reveal";
    const message = "No hash was published for these rows before they were seen, so they prove nothing.";
    return [{ code: "sealed-unproven", severity: "error", file, message, fix }];
  }
  const { rows, findings } = await readRows(target, file);
  const { sha256 } = seals.adapters[slug]!.sealed!;
  if (sealHash({ adapter: id, items: rows.map(({ item }) => item), salt: revealed.salt }) === sha256)
    return [...findings, ...trainEvalOverlap(train, rows, file), ...(await readSealedResults(adapter, seals)).findings];
  return [
    ...findings,
    {
      code: "sealed-changed",
      severity: "error",
      file,
      message: `With their salt these rows do not have the published sha256 ${sha256.slice(0, 12)}….`,
      fix: "Bring the file back with git: it stays as it was revealed.",
    },
  ];
}

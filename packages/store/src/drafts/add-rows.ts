import path from "node:path";
import { canonicalJson, type Finding, type Item, type JsonValue } from "@locollm/core";
import { readRows } from "../workspace/read-rows.ts";
import { shownPath } from "../workspace/read-adapter-data.ts";
import type { AdapterFolder } from "../workspace/workspace.ts";
import { writeWhole } from "../write-whole.ts";

/**
 * Adds items below the rows of `data/<set>.jsonl`. One that stands there already is left out, so that it can be done
 * twice; one whose id belongs to another row is a finding, and then nothing is written.
 */
export async function addRows(
  adapter: AdapterFolder,
  set: "train" | "eval",
  items: readonly Item[],
): Promise<{ readonly added: number; readonly known: number; readonly findings: readonly Finding[] }> {
  const file = path.join(adapter.folder, "data", `${set}.jsonl`);
  const shown = `${shownPath(adapter)}/data/${set}.jsonl`;
  const { rows, findings } = await readRows(file, shown);
  const wrong = findings.filter((one) => one.severity === "error" && one.code !== "file-missing");
  if (wrong.length > 0) return { added: 0, known: 0, findings: wrong };
  const before = new Map(rows.map(({ item, line }) => [item.id, { text: canonicalJson(item as JsonValue), line }]));
  const clashes = items.flatMap((item): Finding[] => {
    const row = before.get(item.id);
    if (row === undefined || row.text === canonicalJson(item as JsonValue)) return [];
    return [
      {
        code: "row-duplicate-id",
        severity: "error",
        file: shown,
        line: row.line,
        message: `The id ${item.id} belongs to another row here.`,
        fix: "Name a field with other ids in import.id, or remove the row.",
      },
    ];
  });
  if (clashes.length > 0) return { added: 0, known: 0, findings: clashes };
  const fresh = items.filter(({ id }) => !before.has(id));
  if (fresh.length > 0) {
    const all = [...rows.map(({ item }) => item), ...fresh];
    await writeWhole(file, all.map((item) => `${JSON.stringify(item)}\n`).join(""));
  }
  return { added: fresh.length, known: items.length - fresh.length, findings: [] };
}

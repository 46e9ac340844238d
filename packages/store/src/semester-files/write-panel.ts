import { readFile } from "node:fs/promises";
import path from "node:path";
import { isPair, isScalar, parseDocument, visit } from "yaml";
import { writeWhole } from "../write-whole.ts";

/** Writes a semester's panel, and its name and hash into `semester.yaml`, of which every other byte stays as it is. */
export async function writePanel(
  root: string,
  semester: string,
  rows: readonly { readonly adapter: string; readonly item: string }[],
  panel: { readonly file: string; readonly sha256: string },
): Promise<void> {
  const folder = path.join(root, "semesters", semester);
  await writeWhole(path.join(folder, panel.file), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const manifest = path.join(folder, "semester.yaml");
  await writeWhole(manifest, namingPanel(await readFile(manifest, "utf8"), panel));
}

/** The text of a `semester.yaml` with the panel in it. */
export function namingPanel(
  text: string,
  { file, sha256 }: { readonly file: string; readonly sha256: string },
): string {
  const document = parseDocument(text);
  // In quotes: digits alone would be a number.
  const line = `panel: { file: ${file}, sha256: "${sha256}" }`;
  const [start, end] = pairRange() ?? [];
  if (start !== undefined && end !== undefined) {
    // What is written in lines ends behind its last line break.
    return `${text.slice(0, start)}${line}${text[end - 1] === "\n" ? "\n" : ""}${text.slice(end)}`;
  }
  const grade = document.get("grade", true) as { range?: [number, number, number] | null } | undefined;
  const range = grade?.range;
  if (range === undefined || range === null) return `${text.replace(/\n*$/, "\n")}grade:\n  ${line}\n`;
  if (text[range[0]] === "{") return `${text.slice(0, range[0] + 1)} ${line},${text.slice(range[0] + 1)}`;
  const indent = text.slice(text.lastIndexOf("\n", range[0]) + 1, range[0]);
  return `${text.slice(0, range[0])}${line}\n${indent}${text.slice(range[0])}`;

  /** Where `panel` begins in `grade`, and where its value ends. */
  function pairRange(): [number, number] | undefined {
    let found: [number, number] | undefined;
    visit(document, {
      Pair(_, { key, value }, above) {
        const [outer] = above.slice(-2);
        if (!isScalar(key) || key.value !== "panel" || !isPair(outer) || !isScalar(outer.key)) return;
        const { range } = value as { range?: [number, number, number] };
        if (outer.key.value === "grade" && key.range && range) found = [key.range[0], range[1]];
      },
    });
    return found;
  }
}

import type { Finding } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";
import { isFrame, passagesOf } from "./passages.ts";
import { wordShingles } from "./word-shingles.ts";

/** Words with which half of a file's questions or more begin or end: an instruction that belongs into the prompt. */
export function framedRows(rows: readonly Row[], file: string): Finding[] {
  // The middle row as well, should the first be an odd one.
  for (const row of [rows[0], rows[rows.length >> 1]]) {
    const passages = row === undefined ? [] : [...passagesOf(row)];
    for (const [at, where] of [
      [0, "begin"],
      [-1, "end"],
    ] as const) {
      const passage = passages.at(at);
      if (passage === undefined) continue;
      const has = ({ item }: Row) =>
        where === "begin" ? wordShingles(item).text.startsWith(passage) : wordShingles(item).text.endsWith(passage);
      const having = rows.filter(has);
      if (!isFrame(having.length, rows.length)) continue;
      const words = passage.split(" ");
      return [
        {
          code: "rows-framed",
          severity: "warning",
          file,
          line: having[0]!.line,
          message: `${having.length} of ${rows.length} questions ${where} with the same ${words.length} words or more: “${(where === "begin" ? words.slice(0, 4) : words.slice(-4)).join(" ")}”.`,
          fix: "Put what every question says into prompt.system: it costs tokens in each row, and rows that share it look like copies of one another.",
        },
      ];
    }
  }
  return [];
}

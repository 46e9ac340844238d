import type { Finding } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";
import { frameOf } from "./frame.ts";
import { wordShingles } from "./word-shingles.ts";

/** Words with which half of a file's questions or more begin or end: an instruction that belongs into the prompt. */
export function framedRows(rows: readonly Row[], file: string): Finding[] {
  const { begin, end } = frameOf(rows);
  const told = (where: "begin" | "end", frame: string): Finding[] => {
    if (frame === "") return [];
    const having = rows.filter(({ item }) =>
      wordShingles(item).text[where === "begin" ? "startsWith" : "endsWith"](frame),
    );
    const words = frame.split(" ");
    return [
      {
        code: "rows-framed",
        severity: "warning",
        file,
        line: having[0]!.line,
        message: `${having.length} of ${rows.length} questions ${where} with the same ${words.length} words: ${where === "begin" ? "" : "… "}${words.slice(...(where === "begin" ? [0, 4] : [-4])).join(" ")}${where === "begin" ? " …" : ""}`,
        fix: "Put what every question says into prompt.system: here it costs tokens in each row, and makes rows look like copies of one another.",
      },
    ];
  };
  return [...told("begin", begin), ...told("end", end)];
}

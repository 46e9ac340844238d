import path from "node:path";
import {
  difficulties,
  didYouMean,
  itemSchema,
  type Difficulty,
  type Finding,
  type Item,
  type JsonValue,
  type ScorerName,
} from "@locollm/core";
import { csvRecords } from "./csv-records.ts";
import { isNestedDeeper } from "../workspace/json-depth.ts";
import { readText } from "../workspace/read-text.ts";

export interface ReadCsvOptions {
  /** How answers will be scored: `json` parses them, all others keep their text. */
  readonly scorer?: ScorerName | undefined;
  /** Items are called `<idPrefix>-0001` and so on. */
  readonly idPrefix?: string | undefined;
}

export interface CsvItems {
  readonly items: readonly Item[];
  /** The 1-based line that each item's row ends on, by the item's id. */
  readonly lines: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
}

const maxCsvBytes = 16 << 20;
const columns = ["question", "answer", "difficulty", "tags"] as const;

/**
 * Reads draft questions from a CSV file (RFC 4180, or with semicolons or tabs as spreadsheets write it) whose first
 * row names the columns question and answer, and if wanted difficulty and tags (separated by spaces).
 */
export async function readCsvItems(file: string, options: ReadCsvOptions = {}): Promise<CsvItems> {
  const shown = path.basename(file);
  const { text, findings: problems } = await readText(file, shown, maxCsvBytes);
  const findings: Finding[] = [...problems];
  if (text === null) return { items: [], lines: new Map(), findings };
  const report = (code: string, line: number | undefined, message: string, fix: string) => {
    findings.push({ code, severity: "error", file: shown, ...(line === undefined ? {} : { line }), message, fix });
  };
  const { header, records, findings: wrong } = await csvRecords(text, shown, (name) => name.toLowerCase());
  findings.push(...wrong);
  if (wrong.length > 0) return { items: [], lines: new Map(), findings };
  const missing = (["question", "answer"] as const).filter((name) => !header.includes(name));
  if (missing.length > 0) {
    const fix = `Name the columns in the first row: question,answer${header.length > 0 ? `. ${didYouMean(missing[0]!, header)}` : ""}`;
    report(
      "csv-columns",
      1,
      `There is no column ${missing.join(" and no column ")} (found: ${header.join(", ") || "none"}).`,
      fix,
    );
    return { items: [], lines: new Map(), findings };
  }
  for (const name of header.filter((each) => !(columns as readonly string[]).includes(each))) {
    findings.push({
      code: "csv-columns",
      severity: "warning",
      file: shown,
      line: 1,
      message: `The column ${name || "(without a name)"} is not read.`,
      fix: `Known columns: ${columns.join(", ")}.`,
    });
  }
  const lines = new Map<string, number>();
  const items = records.flatMap(({ record, line }, index): Item[] => {
    const read = itemOf(record, `${options.idPrefix ?? "row"}-${String(index + 1).padStart(4, "0")}`, options.scorer);
    if ("item" in read) {
      lines.set(read.item.id, line);
      return [read.item];
    }
    report("csv-row", line, read.problem, read.fix);
    return [];
  });
  if (records.length === 0)
    report("csv-empty", undefined, "There are no rows below the column names.", "Write one question and answer a row.");
  return { items, lines, findings };
}

function itemOf(
  record: Readonly<Record<string, string>>,
  id: string,
  scorer: ScorerName | undefined,
): { readonly item: Item } | { readonly problem: string; readonly fix: string } {
  const question = record["question"]?.trim() ?? "";
  const written = record["answer"]?.trim() ?? "";
  const difficulty = record["difficulty"]?.trim().toLowerCase() ?? "";
  if (question === "") return { problem: "The question is empty.", fix: "Write a question, or remove the row." };
  if (written === "") return { problem: "The answer is empty.", fix: "Write the answer that is right." };
  if (difficulty !== "" && !(difficulties as readonly string[]).includes(difficulty)) {
    return { problem: `The difficulty ${difficulty} is not known.`, fix: didYouMean(difficulty, difficulties) };
  }
  let answer: JsonValue = written;
  if (scorer === "json") {
    try {
      if (isNestedDeeper(written)) throw new SyntaxError("too deep");
      answer = JSON.parse(written) as JsonValue;
    } catch {
      return {
        problem: "The answer is not JSON.",
        fix: 'Write it as {"field": "value"}; in CSV each quote inside is doubled.',
      };
    }
  }
  if (scorer === "numeric" && !Number.isFinite(Number(written))) {
    return {
      problem: `The answer ${written} is not a number.`,
      fix: "Write it with digits and a point, without units, such as 12.5",
    };
  }
  const tags = (record["tags"] ?? "").split(/[\s,;|]+/).filter((tag) => tag !== "");
  const item = {
    id,
    prompt: question,
    answer,
    ...(difficulty === "" ? {} : { difficulty: difficulty as Difficulty }),
    ...(tags.length === 0 ? {} : { tags }),
  };
  const parsed = itemSchema.safeParse(item);
  if (parsed.success) return { item: parsed.data };
  return { problem: `This row makes no item: ${parsed.error.issues[0]!.message}.`, fix: "Shorten or correct it." };
}

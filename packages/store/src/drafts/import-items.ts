import path from "node:path";
import {
  didYouMean,
  itemSchema,
  type AdapterManifest,
  type Finding,
  type ImportMapping,
  type Item,
  type JsonValue,
} from "@locollm/core";
import { isNestedDeeper } from "../workspace/json-depth.ts";
import { readRecords } from "./read-records.ts";
import { asText, fillTemplate, MissingField, type ForeignRecord } from "./record-template.ts";

export interface ImportOptions {
  readonly mapping: ImportMapping;
  readonly score: AdapterManifest["score"];
  /** Items without an id of their own are called `<idPrefix>-0001` and so on. */
  readonly idPrefix: string;
  /** At most so many rows, the first ones. */
  readonly limit?: number | undefined;
}

/** Reads somebody else's rows as items by a mapping; what cannot be one is a finding with its line. */
export async function importItems(
  file: string,
  { mapping, score, idPrefix, limit = Infinity }: ImportOptions,
): Promise<{ readonly items: readonly Item[]; readonly findings: readonly Finding[] }> {
  const shown = path.basename(file);
  const { records, findings: problems } = await readRecords(file, mapping.rows);
  const findings: Finding[] = [...problems];
  const items: Item[] = [];
  const seen = new Set<string>();
  for (const { record, line, number } of records.slice(0, limit)) {
    const wrong = (message: string, fix: string) =>
      findings.push({
        code: "import-row",
        severity: "error",
        file: shown,
        ...(line === undefined ? {} : { line }),
        message: line === undefined ? `Entry ${number}: ${message}` : message,
        fix,
      });
    try {
      const item = itemSchema.safeParse(
        itemOf(record, mapping, score, `${idPrefix}-${String(number).padStart(4, "0")}`),
      );
      if (!item.success) {
        const [issue] = item.error.issues;
        wrong(`This row makes no item: ${issue!.path.join(".")} ${issue!.message}.`, "Mend the row, or import.");
      } else if (seen.has(item.data.id))
        wrong(`The id ${item.data.id} stands twice.`, "Name another field in import.id.");
      else {
        seen.add(item.data.id);
        items.push(item.data);
      }
    } catch (error) {
      if (error instanceof MissingField) {
        const fields = Object.keys(record);
        wrong(error.message, `${didYouMean(error.field, fields)} Mend import in adapter.yaml.`);
        // What the first row lacks is a slip in the mapping, which all rows would repeat.
        if (number === records[0]!.number) break;
      } else if (error instanceof UnusableAnswer) wrong(error.message, error.fix);
      else throw error;
    }
  }
  return { items, findings };
}

class UnusableAnswer extends Error {
  readonly fix: string;
  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}

function itemOf(record: ForeignRecord, mapping: ImportMapping, score: AdapterManifest["score"], id: string): object {
  const fill = (template: string) => fillTemplate(template, record);
  const text = (template: string) => asText(fill(template)).trim();
  const options = optionsOf(mapping, fill);
  const labels = score.scorer === "choice" ? score.choices : "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
  const listed = options?.map((option, at) => `${labels[at] ?? at + 1}. ${option}`) ?? [];
  const prompt = [asText(fill(mapping.prompt)), ...listed].join("\n");
  const { target, difficulty, tags, source } = mapping;
  return {
    id: mapping.id === undefined ? id : text(mapping.id),
    ...(target === undefined
      ? { prompt }
      : {
          messages: [
            { role: "user", content: prompt },
            { role: "assistant", content: text(target) },
          ],
        }),
    answer: options === null ? answerOf(mapping, fill, score) : rightLabel(mapping, fill, options, labels),
    ...(difficulty === undefined ? {} : { difficulty: text(difficulty).toLowerCase() }),
    ...(tags === undefined ? {} : { tags: tags.map(text) }),
    ...(source === undefined ? {} : { source: text(source) }),
  };
}

type Fill = (template: string) => JsonValue;

function optionsOf({ choices }: ImportMapping, fill: Fill): string[] | null {
  if (choices === undefined) return null;
  const filled = typeof choices === "string" ? fill(choices) : choices.map(fill);
  if (!Array.isArray(filled)) throw new UnusableAnswer("choices is no list.", "Name the field that holds the list.");
  return filled.map((option) => asText(option as JsonValue).trim());
}

/** The label of the right option, which files name by their own label, by letter, by index from 0, or by its text. */
function rightLabel(
  { answer, choiceLabels }: ImportMapping,
  fill: Fill,
  options: readonly string[],
  labels: readonly string[],
): string {
  if (typeof answer !== "string")
    throw new UnusableAnswer("answer names no option.", "Write one field in import.answer.");
  const value = fill(answer);
  const named = asText(value).trim();
  const own = choiceLabels === undefined ? null : fill(choiceLabels);
  const byText = options.indexOf(named);
  const byLetter = /^[A-Z]$/i.test(named) ? (named.toUpperCase().codePointAt(0) ?? 0) - 65 : -1;
  const byIndex = /^\d+$/.test(named) ? Number(named) : -1;
  let at = typeof value === "number" || byText === -1 ? (byLetter === -1 ? byIndex : byLetter) : byText;
  if (Array.isArray(own)) at = own.findIndex((label) => asText(label as JsonValue).trim() === named);
  const label = at >= 0 && at < options.length ? labels[at] : undefined;
  if (label !== undefined) return label;
  throw new UnusableAnswer(
    `The answer ${named.slice(0, 60)} names none of the ${options.length} options.`,
    "Files name it by letter, by index from 0, by the option's text, or by a label in import.choiceLabels.",
  );
}

function answerOf({ answer, answerAfter }: ImportMapping, fill: Fill, { scorer }: AdapterManifest["score"]): JsonValue {
  if (typeof answer !== "string") {
    const filled = Object.entries(answer).map(([key, template]) => [key, asText(fill(template))] as const);
    // An empty part says nothing: MBPP's setup mostly is.
    return Object.fromEntries(filled.filter(([, text]) => text.trim() !== ""));
  }
  let value = fill(answer);
  if (answerAfter !== undefined) {
    const whole = asText(value);
    const at = whole.lastIndexOf(answerAfter);
    if (at === -1)
      throw new UnusableAnswer(`The answer holds no ${answerAfter}.`, "Mend the row, or import.answerAfter.");
    value = whole.slice(at + answerAfter.length);
  }
  if (scorer === "json") return typeof value === "string" ? jsonIn(value) : value;
  if (scorer !== "numeric") return typeof value === "string" ? value.trim() : asText(value);
  const written = asText(value)
    .trim()
    .replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, "")
    .replace(/^\$/, "");
  if (written === "" || !Number.isFinite(Number(written)))
    throw new UnusableAnswer(
      `The answer ${written.slice(0, 60)} is not a number.`,
      "Name a field with a plain number.",
    );
  return Number(written);
}

/** In CSV a JSON answer is a text. */
function jsonIn(text: string): JsonValue {
  try {
    if (!isNestedDeeper(text)) return JSON.parse(text) as JsonValue;
  } catch {
    // Said below.
  }
  throw new UnusableAnswer("The answer is not JSON.", "Name a field that holds a JSON object or list.");
}

import type { Item, Score, ScorerOptions } from "@locollm/core";
import { emptyList, emptyObject, jsonLeaves, tooDeep, type Leaf } from "./json-leaves.ts";
import { jsonInText } from "./json-in-text.ts";
import { jsonSchemaCheck } from "./json-schema.ts";
import type { Scorer } from "./scorer.ts";
import { emptyOutput, endlessOutput, failed, formatMiss, longestScored, quote, right, wrong } from "./scores.ts";

type JsonOptions = Extract<ScorerOptions, { scorer: "json" }>;

/**
 * `json`: valid JSON with the answer's fields.
 *
 * 1. The output must be JSON and nothing else, white space aside. JSON in a code fence or amid other text is a format
 *    miss; its content is right when the first object or list in it is.
 * 2. A field is a value that holds no other, with its path (`lines[0].total`). Two fields are equal when path and
 *    value are: numbers as numbers (12 is 12.0), strings without white space at their ends, nothing else forgiven;
 *    the number 12 is not the string "12". The order of keys does not count, that of a list does.
 * 3. Right: the output has all fields of the answer, equal, and no other. Otherwise wrong, with the fields' F1 as
 *    value: 2 × equal fields / (fields of the output + fields of the answer). Fields too many count against it.
 *
 * A string as the item's answer is read as JSON text.
 *
 * With a `schema`, JSON that does not fit it is a format miss; its content is right when all fields of the answer are in it,
 * equal, whatever else is. So is an output over 20,000 characters. An answer that does not fit is the item's error.
 *
 * @throws LocoError `schema-unreadable`
 */
export function json({ schema }: JsonOptions): Scorer {
  if (schema === undefined) return withoutSchema;
  const check = jsonSchemaCheck(schema);
  return (item, output) => {
    const answer = answerValue(item);
    const unfit = answer === undefined ? null : check(answer);
    if (unfit !== null) return failed(`The item's answer does not fit the schema: ${unfit}.`);
    if (output.length > longestScored) return endlessOutput;
    const value = parsed(output);
    const problem = value === undefined || answer === undefined ? null : check(value);
    if (problem === null) return withoutSchema(item, output);
    return formatMiss(`The JSON does not fit the schema: ${problem}.`, holdsFields(value, answer), jsonValue(value));
  };
}

const withoutSchema: Scorer = (item, output) => {
  const answer = answerValue(item);
  if (answer === undefined) return failed(`The item's answer ${quote(JSON.stringify(item.answer))} is not JSON.`);
  const text = output.trim();
  if (text === "") return emptyOutput;
  const value = parsed(text);
  if (value === undefined) {
    const found = jsonInText(text);
    if (found === undefined) return formatMiss("The output is not valid JSON.", false);
    const { f1 } = compareFields(found, answer);
    return formatMiss("The JSON stands amid other text or in a code fence.", f1 === 1, jsonValue(found));
  }
  const { f1, differences } = compareFields(value, answer);
  if (f1 === 1) return right(jsonValue(value) ?? null);
  const shown = differences.slice(0, 3).join("; ");
  const rest = differences.length > 3 ? `; and ${differences.length - 3} more` : "";
  return wrong(`${shown}${rest}.`, jsonValue(value), f1);
};

/** The F1 of an output's fields against an answer's, 0 to 1, and each field that differs, in words. */
export function compareFields(output: unknown, answer: unknown): { f1: number; differences: string[] } {
  const given = jsonLeaves(output);
  const expected = jsonLeaves(answer);
  const differences: string[] = [];
  let equal = 0;
  for (const [path, leaf] of expected) {
    const got = given.get(path);
    if (got === undefined) differences.push(`${short(path)} is missing`);
    else if (sameLeaf(got, leaf)) equal += 1;
    else differences.push(`${short(path)} is ${leafText(got)}, expected ${leafText(leaf)}`);
  }
  for (const path of given.keys()) if (!expected.has(path)) differences.push(`${short(path)} is not asked for`);
  return { f1: (2 * equal) / (given.size + expected.size), differences };
}

/** Whether an output has every field of an answer, equal; fields too many do not count. */
function holdsFields(output: unknown, answer: unknown): boolean {
  const given = jsonLeaves(output);
  return [...jsonLeaves(answer)].every(([path, leaf]) => given.has(path) && sameLeaf(given.get(path)!, leaf));
}

function sameLeaf(a: Leaf, b: Leaf): boolean {
  if (a === tooDeep || b === tooDeep) return false;
  if (typeof a === "string" && typeof b === "string") return a.trim() === b.trim();
  return a === b && (typeof a !== "number" || Number.isFinite(a));
}

function leafText(leaf: Leaf): string {
  if (leaf === emptyObject) return "{}";
  if (leaf === emptyList) return "[]";
  if (leaf === tooDeep) return "nested too deep";
  return typeof leaf === "string" ? quote(leaf) : String(leaf);
}

function short(path: string): string {
  return path.length > 80 ? `${path.slice(0, 79)}…` : path;
}

function answerValue({ answer }: Item): unknown {
  return typeof answer === "string" ? parsed(answer) : answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The value as a sample can hold it: numbers beyond double precision's range become null; nothing beyond 10,000 characters. */
function jsonValue(value: unknown): Score["extracted"] {
  try {
    const text = JSON.stringify(value);
    return text.length > 10_000 ? undefined : (JSON.parse(text) as Score["extracted"]);
  } catch {
    return undefined;
  }
}

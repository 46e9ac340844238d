import { LocoError } from "@locollm/core";
import { Ajv2020, type ErrorObject, type SchemaObject } from "ajv/dist/2020.js";
import { linearPattern } from "./linear-pattern.ts";
import { quote } from "./scores.ts";

/** Says how a JSON value fails to fit a schema, in words; null where it fits. */
export type SchemaCheck = (value: unknown) => string | null;

const longestSchema = 5000;
/** Together; each pattern may read the whole output. */
const largestPatterns = 2000;
const deepest = 100;

/**
 * Compiles a JSON Schema (2020-12) that a person wrote. It must hold no references: then a check takes at most the schema's size
 * times the value's, whoever wrote it. Its patterns are in RE2's syntax; `format` is read as a comment.
 *
 * @throws LocoError `schema-unreadable`
 */
export function jsonSchemaCheck(schema: SchemaObject): SchemaCheck {
  const fits = compiled(schema);
  return (value) => {
    if (isDeeper(value, deepest)) return "The value is nested too deep";
    return fits(value) ? null : problemOf(fits.errors?.[0]);
  };
}

function compiled(schema: SchemaObject) {
  const unreadable = (problem: string) =>
    new LocoError({
      code: "schema-unreadable",
      message: `The scorer's JSON Schema cannot be used: ${problem}.`,
      fix: "Correct score.schema in adapter.yaml.",
      kind: "usage",
    });
  if (JSON.stringify(schema).length > longestSchema) throw unreadable(`it is longer than ${longestSchema} characters`);
  if (isDeeper(schema, deepest)) throw unreadable("it is nested too deep");
  const reference = referenceIn(schema);
  if (reference !== null) throw unreadable(`it holds ${reference}; write out what that stands for`);
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    ownProperties: true,
    validateFormats: false,
    logger: false,
    code: { regExp: patternsInLinearTime() },
  });
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw unreadable((error as Error).message.replace(/\.$/, ""));
  }
}

/** Ajv's engine for patterns, over ours. */
function patternsInLinearTime() {
  let total = 0;
  const engine = (pattern: string) => {
    const read = linearPattern(pattern);
    if ("problem" in read) throw new Error(`the pattern ${quote(pattern)} cannot be read: ${read.problem}`);
    total += read.size;
    if (total > largestPatterns) throw new Error("its patterns are too large");
    return { test: (text: string) => read.occursIn(text) };
  };
  return Object.assign(engine, { code: "linearPattern" });
}

function referenceIn(schema: unknown): string | null {
  if (typeof schema !== "object" || schema === null) return null;
  for (const [key, value] of Object.entries(schema)) {
    if (key.startsWith("$") && key !== "$comment") return key;
    const within = referenceIn(value);
    if (within !== null) return within;
  }
  return null;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

function problemOf(error: ErrorObject | undefined): string {
  const { instancePath = "", message = "does not fit", params = {} } = error ?? {};
  const place = instancePath === "" ? "The value" : instancePath.slice(1, 81).replaceAll("/", ".");
  const more: unknown = params["additionalProperty"] ?? params["allowedValues"] ?? params["unevaluatedProperty"];
  return `${place} ${message}${more === undefined ? "" : `: ${quote(typeof more === "string" ? more : JSON.stringify(more))}`}`;
}

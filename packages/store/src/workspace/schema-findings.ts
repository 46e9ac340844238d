import { didYouMean, nearestNames, unexportableReason, type Finding } from "@locollm/core";
import { z } from "zod";

export type ValuePath = readonly (string | number)[];

export interface SchemaPlace {
  readonly file: string;
  /** The line of the value at a path, or of its nearest enclosing one. */
  readonly line: (path: ValuePath) => number;
}

/** What is wrong with a value, field by field, in plain words; the fix quotes the schema's own description. */
export function schemaFindings(error: z.ZodError, value: unknown, schema: z.ZodType, place: SchemaPlace): Finding[] {
  let described: object | undefined;
  const schemaJson = () => (described ??= z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  return error.issues.flatMap((issue) => issueFindings(issue, value, schemaJson, place));
}

function issueFindings(
  issue: z.core.$ZodIssue,
  value: unknown,
  schemaJson: () => object,
  place: SchemaPlace,
): Finding[] {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  const name = path.join(".");
  const finding = (code: string, at: ValuePath, message: string, fix: string): Finding => ({
    code,
    severity: "error",
    file: place.file,
    line: place.line(at),
    message,
    fix,
  });
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schemaJson(), path);
    return issue.keys.map((key) => {
      const reason = name === "train" ? unexportableReason(key) : undefined;
      if (reason !== undefined) {
        const message = `train.${key} cannot be used: ${reason}.`;
        return finding("recipe-unexportable", [...path, key], message, "Take it out, or write what that names.");
      }
      const near = nearestNames(key, known);
      const fix = near.length > 0 ? `Did you mean ${near.join(", ")}?` : `Known here: ${known.join(", ")}.`;
      return finding("field-unknown", [...path, key], `${[...path, key].join(".")} is not a field.`, fix);
    });
  }
  const meaning = descriptionAt(schemaJson(), path);
  const written = valueAt(value, path);
  if (path.length === 0 && issue.code === "invalid_type") {
    const fix = `Write fields with names: ${keysAt(schemaJson(), path).join(", ")}.`;
    return [finding("field-invalid", path, `Named fields belong here, not ${kindOf(written)}.`, fix)];
  }
  const blank = typeof written === "string" && written.trim() === "";
  if (written === undefined && path.length > 0) {
    return [finding("field-missing", path, `${name} is missing.`, meaning ?? `Add ${path.at(-1)}.`)];
  }
  if (blank && (issue.code === "too_small" || issue.code === "invalid_format")) {
    return [finding("field-empty", path, `${name} is empty.`, meaning ?? `Fill in ${path.at(-1)}.`)];
  }
  const choices = choicesOf(issue);
  if (choices !== undefined && (typeof written === "string" || typeof written === "number")) {
    const fix = didYouMean(String(written), choices);
    return [finding("field-invalid", path, `${name}: ${written} is none of ${choices.join(", ")}.`, fix)];
  }
  if (path.length === 0) {
    return [
      finding("field-invalid", path, `This ${issue.message}.`, `Known here: ${keysAt(schemaJson(), path).join(", ")}.`),
    ];
  }
  const bound = boundOf(issue);
  if (bound !== undefined) {
    const is = typeof written === "number" ? `${name} is ${written}; it` : name;
    return [finding("field-invalid", path, `${is} ${bound.must}.`, meaning ?? bound.fix)];
  }
  const message = `${name}: ${issue.message.replace(/^Invalid input: /, "")}.`;
  return [finding("field-invalid", path, message, meaning ?? "Write what is expected here.")];
}

/** What a value that is too small or too large has to be, as the end of a sentence about it, and what to do. */
function boundOf(issue: z.core.$ZodIssue): { readonly must: string; readonly fix: string } | undefined {
  if (issue.code !== "too_small" && issue.code !== "too_big") return undefined;
  const least = issue.code === "too_small";
  const limit = Number(least ? issue.minimum : issue.maximum);
  const [closed, open] = least ? ["at least", "more than"] : ["at most", "less than"];
  const amount = `${issue.inclusive === false ? open : closed} ${limit}`;
  const unit = issue.origin === "string" ? "character" : issue.origin === "array" ? "entry" : undefined;
  if (unit === undefined) return { must: `must be ${amount}`, fix: "Choose another number." };
  const units = limit === 1 ? unit : unit === "entry" ? "entries" : "characters";
  return { must: `must have ${amount} ${units}`, fix: least ? "Add to it." : "Shorten it." };
}

/** The values that a field may have, where these are few. */
function choicesOf(issue: z.core.$ZodIssue): string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : undefined;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : `a ${typeof value === "string" ? "text" : typeof value}`;
}

function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | null | undefined)?.[step as string],
    value,
  );
}

type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  description?: string;
};

function schemasAt(schema: object, path: ValuePath): JsonSchema[] {
  let at: JsonSchema[] = [schema];
  const widen = (nodes: JsonSchema[]): JsonSchema[] =>
    nodes.flatMap((node) => [node, ...widen([...(node.oneOf ?? []), ...(node.anyOf ?? [])])]);
  for (const step of path) {
    at = widen(at).flatMap((node) => {
      const next = typeof step === "number" ? node.items : node.properties?.[step];
      return next === undefined ? [] : [next];
    });
  }
  return widen(at);
}

function descriptionAt(schema: object, path: ValuePath): string | undefined {
  return schemasAt(schema, path).find((node) => node.description !== undefined)?.description;
}

function keysAt(schema: object, path: ValuePath): string[] {
  return [...new Set(schemasAt(schema, path).flatMap((node) => Object.keys(node.properties ?? {})))];
}

import type { JsonValue } from "@locollm/core";

/** A row of somebody else's file: an object by field, or a list by position. */
export type ForeignRecord = Readonly<Record<string, JsonValue>> | readonly JsonValue[];

/** A field that a mapping names and a record lacks. */
export class MissingField extends Error {
  readonly field: string;
  constructor(field: string) {
    super(`There is no field ${field}.`);
    this.field = field;
  }
}

/**
 * What a mapping's setting stands for in one record: the field of that name with its type, or, where it holds braces,
 * the text with each {field} replaced; a list in a text becomes its lines.
 *
 * @throws MissingField
 */
export function fillTemplate(template: string, record: ForeignRecord): JsonValue {
  if (!template.includes("{")) return fieldOf(record, template);
  const whole = /^\{([^{}]+)\}$/.exec(template);
  if (whole !== null) return fieldOf(record, whole[1]!);
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => asText(fieldOf(record, name)));
}

/** A value in a text: a list a line an entry, anything else but a text as JSON. */
export function asText(value: JsonValue): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(asText).join("\n") : JSON.stringify(value);
}

function fieldOf(record: ForeignRecord, name: string): JsonValue {
  const whole = own(record, name);
  if (whole !== undefined) return whole;
  let at: JsonValue | undefined = record as JsonValue;
  for (const step of name.split(".")) {
    if (typeof at === "object" && at !== null) at = own(at, step);
    else at = undefined;
    if (at === undefined) throw new MissingField(name);
  }
  return at;
}

function own(value: object, name: string): JsonValue | undefined {
  return Object.hasOwn(value, name) ? (value as Record<string, JsonValue>)[name] : undefined;
}

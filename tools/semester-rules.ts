import { jsonSchemaOf } from "@locollm/core";

interface Field {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly items?: Field;
}

/** Every described field of `semester.yaml` as a table in Markdown: its default, and the sentence that its schema says of it. */
export function semesterRules(): string {
  const rows = fieldsOf(jsonSchemaOf("semester") as Field, "").map(
    ([name, { description, default: value }]) =>
      `| \`${name}\` | ${isPlain(value) ? `\`${JSON.stringify(value)}\`` : ""} | ${description} |`,
  );
  return ["| field | default | |", "|---|---|---|", ...rows].join("\n");
}

function fieldsOf({ properties = {} }: Field, above: string): [string, Field][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = above === "" ? name : `${above}.${name}`;
    const own: [string, Field][] = field.description === undefined || name === "schema" ? [] : [[path, field]];
    return [...own, ...fieldsOf(field, path)];
  });
}

function isPlain(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

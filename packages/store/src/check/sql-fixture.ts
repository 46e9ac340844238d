import type { Finding } from "@locollm/core";
import type { AdapterData } from "../workspace/workspace.ts";

/** Fixture rows that do not suit their table's columns; at most one finding a table. */
export function sqlFixture(
  { fixture, fixtureLine }: Pick<AdapterData, "fixture" | "fixtureLine">,
  file: string,
): Finding[] {
  if (fixture === null) return [];
  return Object.entries(fixture.tables).flatMap(([table, { columns, rows }]): Finding[] => {
    const types = Object.entries(columns);
    for (const [index, row] of rows.entries()) {
      const wrong = (message: string, fix: string): Finding[] => {
        const line = fixtureLine(["tables", table, "rows", index]);
        return [{ code: "fixture-row", severity: "error", file, line, message, fix }];
      };
      const place = `Row ${index + 1} of the table ${table}`;
      if (row.length !== types.length) {
        return wrong(`${place} has ${row.length} values for ${types.length} columns.`, "Write one value a column.");
      }
      const odd = types.findIndex(([, type], column) => !suits(row[column]!, type));
      if (odd !== -1) {
        const [name, type] = types[odd]!;
        return wrong(
          `${place} has ${JSON.stringify(row[odd])} in the ${type} column ${name}.`,
          "Correct the value or the column's type.",
        );
      }
    }
    return [];
  });
}

function suits(value: string | number | null, type: "integer" | "real" | "text"): boolean {
  if (value === null) return true;
  if (type === "text") return typeof value === "string";
  return typeof value === "number" && (type === "real" || Number.isInteger(value));
}

import type { Finding, SqlFixture } from "@locollm/core";

/** Fixture rows that do not suit their table's columns; at most one finding a table. */
export function sqlFixture(fixture: SqlFixture | null, file: string): Finding[] {
  if (fixture === null) return [];
  return Object.entries(fixture.tables).flatMap(([table, { columns, rows }]): Finding[] => {
    const types = Object.entries(columns);
    const wrong = (message: string, fix: string): Finding[] => [
      { code: "fixture-row", severity: "error", file, message, fix },
    ];
    for (const [index, row] of rows.entries()) {
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

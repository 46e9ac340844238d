import { DatabaseSync } from "node:sqlite";
import type { SqlFixture } from "@locollm/core";
import { readOnlyAuthorizer } from "./read-only-authorizer.ts";

/** SQLite's own bounds where this Node can set them: bytes of a value, of a query, depth of an expression. */
const limits = {
  length: 5_000_000,
  sqlLength: 100_000,
  exprDepth: 200,
  compoundSelect: 50,
  attach: 0,
  likePatternLength: 1000,
};

/**
 * A database in memory that holds the fixture's rows and can only be read from.
 *
 * @throws Error when SQLite refuses a table or row
 */
export function openFixtureDatabase({ tables }: SqlFixture): DatabaseSync {
  const database = new DatabaseSync(":memory:", {
    allowExtension: false,
    enableDoubleQuotedStringLiterals: true,
    limits,
  } as object);
  // Sorting spills into memory, which the watchdog bounds, and never into files.
  database.exec("PRAGMA temp_store = MEMORY");
  for (const [table, { columns, rows }] of Object.entries(tables)) {
    const names = Object.entries(columns).map(([column, type]) => `"${column}" ${type.toUpperCase()}`);
    database.exec(`CREATE TABLE "${table}" (${names.join(", ")}) STRICT`);
    const insert = database.prepare(`INSERT INTO "${table}" VALUES (${names.map(() => "?").join(", ")})`);
    for (const row of rows) insert.run(...row);
  }
  database.setAuthorizer(readOnlyAuthorizer(Object.keys(tables)));
  return database;
}

import type { DatabaseSync } from "node:sqlite";
import { startsQuery, startsStatement } from "./read-query.ts";
import type { ComparedResult, SqlRow } from "./same-result.ts";
import { isBlankSql, readsClock } from "./sql-text.ts";

const maxQueryLength = 20_000;
const maxRows = 10_000;
const maxBytes = 8_000_000;

/** A query that cannot be answered, with the reason in words. */
export class RefusedQuery extends Error {
  /** Whether SQLite could not even read it. */
  readonly syntax: boolean;

  constructor(reason: string, syntax = false) {
    super(reason);
    this.syntax = syntax;
  }
}

/**
 * Runs one query that reads.
 *
 * @throws RefusedQuery
 */
export function runQuery(database: DatabaseSync, sql: string): ComparedResult {
  if (sql.length > maxQueryLength) throw new RefusedQuery(`The query is longer than ${maxQueryLength} characters.`);
  if (sql.includes("\0")) throw new RefusedQuery("The query holds a NUL character.", true);
  if (!startsQuery(sql)) throw new RefusedQuery("The statement is refused: only SELECT is allowed.");
  if (readsClock(sql))
    throw new RefusedQuery("The query asks for the current time, so its result would change from day to day.");
  const rows: SqlRow[] = [];
  try {
    const statement = database.prepare(sql);
    // SQLite compiles the first statement only and silently drops the rest.
    const rest = sql.slice(statement.sourceSQL.length);
    if (!isBlankSql(rest)) throw new RefusedQuery("More than one statement is refused.", !startsStatement(rest));
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const columns = statement.columns().length;
    let bytes = 0;
    for (const row of statement.iterate() as unknown as Iterable<SqlRow>) {
      rows.push(row);
      for (const value of row) bytes += typeof value === "string" || value instanceof Uint8Array ? value.length : 8;
      if (rows.length > maxRows) throw new RefusedQuery(`The result has more than ${maxRows} rows.`);
      if (bytes > maxBytes) throw new RefusedQuery(`The result is larger than ${maxBytes / 1e6} MB.`);
    }
    return { rows, columns };
  } catch (error) {
    if (error instanceof RefusedQuery) throw error;
    throw refusal(error as Error & { errcode?: number });
  }
}

const SQLITE_AUTH = 23;

function refusal({ errcode, message }: Error & { errcode?: number }): RefusedQuery {
  const said = message.slice(0, 200);
  if (errcode === SQLITE_AUTH || said.startsWith("not authorized")) {
    return new RefusedQuery(
      `The query is refused (${said}): it may only read the fixture's tables and call plain functions.`,
    );
  }
  return new RefusedQuery(`SQLite cannot run the query: ${said}.`, errcode === 1);
}

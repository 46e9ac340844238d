import { constants } from "node:sqlite";

/**
 * Functions that a query may call: each gives the same result for the same rows, reaches nothing outside them, and
 * makes no value much larger than its arguments.
 */
const functions = new Set(
  `abs avg ceil ceiling char coalesce concat concat_ws count cume_dist date datetime dense_rank exp first_value floor
  glob group_concat hex ifnull iif if instr julianday lag last_value lead length like ln log log10 log2 lower ltrim max
  min mod nth_value ntile nullif octet_length percent_rank pi pow power quote rank replace round row_number rtrim sign
  sqrt strftime string_agg substr substring sum time timediff total trim trunc typeof unicode unixepoch upper`.split(
    /\s+/,
  ),
);

/**
 * Allows reading the named tables, calling safe functions and recursive queries, and nothing else: no writes, no ATTACH, no
 * PRAGMA, no schema. SQLite names a table without a column when none of its values is read, also for a query's own WITH;
 * that reveals nothing.
 */
export function readOnlyAuthorizer(tables: readonly string[]) {
  const readable = new Set(tables.map((table) => table.toLowerCase()));
  return (action: number, first: string | null, second: string | null): number => {
    if (action === constants.SQLITE_SELECT || action === constants.SQLITE_RECURSIVE) return constants.SQLITE_OK;
    if (action === constants.SQLITE_READ && (second === "" || readable.has((first ?? "").toLowerCase())))
      return constants.SQLITE_OK;
    if (action === constants.SQLITE_FUNCTION && functions.has((second ?? "").toLowerCase())) return constants.SQLITE_OK;
    return constants.SQLITE_DENY;
  };
}

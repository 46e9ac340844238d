import { firstWord, sqlTokens } from "./sql-text.ts";

/** Words that a query of our kind starts with. */
const queries = new Set(["SELECT", "WITH", "VALUES"]);

/** Words that other statements start with: they are run, and refused. */
const statements = new Set(
  "ALTER ANALYZE ATTACH BEGIN COMMIT CREATE DELETE DETACH DROP END EXPLAIN INSERT PRAGMA REINDEX RELEASE REPLACE ROLLBACK SAVEPOINT UPDATE VACUUM".split(
    " ",
  ),
);

export function startsQuery(sql: string): boolean {
  return queries.has(firstWord(sql));
}

export function startsStatement(sql: string): boolean {
  return startsQuery(sql) || statements.has(firstWord(sql));
}

/** What is looked at of an endless output. */
const maxLength = 20_000;

/**
 * The query that a longer text holds: what the first code fence holds; else what follows the first SELECT in capitals, or
 * the first SELECT or WITH that starts a line or follows a colon. It ends at a semicolon or an empty line. Null
 * without one.
 */
export function queryInText(text: string): string | null {
  const looked = text.slice(0, maxLength);
  const body = /```[a-z]*\s([^]*?)(?:```|$)/i.exec(looked)?.[1] ?? looked;
  const starts = [/(?<=(?:^|:)[ \t`]*)(?:SELECT|WITH)\b/im, /\bSELECT\b/].map((start) => start.exec(body)?.index ?? -1);
  const from = Math.min(...starts.filter((at) => at >= 0));
  if (!Number.isFinite(from)) return null;
  let query = "";
  for (const { text: piece, kind } of sqlTokens(body.slice(from))) {
    if (piece === ";" || (kind === "blank" && /\n[ \t\r]*\n/.test(piece))) break;
    if (piece.startsWith("`") && !piece.endsWith("`", piece.length)) break;
    query += piece;
  }
  return query.trim() === "" ? null : query.trim();
}

export type SqlValue = null | number | bigint | string | Uint8Array;
export type SqlRow = readonly SqlValue[];

export interface ComparedResult {
  readonly rows: readonly SqlRow[];
  readonly columns: number;
}

/**
 * Why two result sets are not the same, in words; null when they are. Same: as many columns in the same order (names
 * do not count) and the same rows as often; in the same order only when `ordered`. Integers are equal exactly, other
 * numbers to 1e-9 of the larger, texts to the letter, NULL to NULL; a number never equals a text.
 */
export function differenceOfResults(got: ComparedResult, expected: ComparedResult, ordered: boolean): string | null {
  if (got.columns !== expected.columns)
    return `The result has ${count(got.columns, "column")}, expected ${expected.columns}.`;
  if (got.rows.length !== expected.rows.length) {
    return `The result has ${count(got.rows.length, "row")}, expected ${expected.rows.length}.`;
  }
  if (ordered) {
    const at = got.rows.findIndex((row, index) => !sameRow(row, expected.rows[index] ?? []));
    if (at < 0) return null;
    return sameRows(got.rows, expected.rows)
      ? "The rows are right, their order is not."
      : `Row ${at + 1} is not the expected one.`;
  }
  return sameRows(got.rows, expected.rows) ? null : "The result has other rows than expected.";
}

function sameRows(got: readonly SqlRow[], expected: readonly SqlRow[]): boolean {
  const open = new Map<string, SqlRow[]>();
  for (const row of expected) {
    const key = rowKey(row);
    const rows = open.get(key);
    if (rows === undefined) open.set(key, [row]);
    else rows.push(row);
  }
  const unmatched = got.filter((row) => open.get(rowKey(row))?.pop() === undefined);
  // What is left may still be equal to rounding; there are few such rows, or a difference is found soon.
  const left = [...open.values()].flat();
  return unmatched.every((row) => {
    const at = left.findIndex((other) => sameRow(row, other));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function sameRow(a: SqlRow, b: SqlRow): boolean {
  return a.length === b.length && a.every((value, index) => sameValue(value, b[index] ?? null));
}

function sameValue(a: SqlValue, b: SqlValue): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  if (typeof a === "bigint" && typeof b === "bigint") return a === b;
  if (!isNumber(a) || !isNumber(b)) return a === b;
  const [x, y] = [Number(a), Number(b)];
  if (x === y) return true;
  return Number.isFinite(x) && Number.isFinite(y) && Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y));
}

function isNumber(value: SqlValue): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** One text per row: 3 and 3.0 share theirs, as do NULL and NULL. */
function rowKey(row: SqlRow): string {
  return JSON.stringify(
    row.map((value) => {
      if (isNumber(value)) return `n${value}`;
      if (value === null) return "0";
      return typeof value === "string" ? `t${value}` : `b${Buffer.from(value).toString("hex")}`;
    }),
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

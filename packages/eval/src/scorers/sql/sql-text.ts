/** A piece of SQL: a word, a text or quoted name, a comment, white space, or any other character. */
export interface SqlToken {
  readonly text: string;
  readonly kind: "word" | "text" | "name" | "blank" | "other";
}

/** What is never closed runs to the end, so that reading takes time in proportion to the length. */
const piece = new RegExp(
  [
    String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    String.raw`(?<text>'[^']*(?:''[^']*)*(?:'|$))`,
    String.raw`(?<name>"[^"]*(?:""[^"]*)*(?:"|$)|${"`[^`]*(?:``[^`]*)*(?:`|$)"}|\[[^\]]*(?:\]|$))`,
    String.raw`(?<blank>\s+|--[^\n]*|/\*[^]*?(?:\*/|$))`,
    "(?<other>[^])",
  ].join("|"),
  "g",
);

export function* sqlTokens(sql: string): Generator<SqlToken> {
  for (const { 0: text, groups } of sql.matchAll(piece)) {
    const kind = (["word", "text", "name", "blank"] as const).find((name) => groups?.[name] !== undefined);
    yield { text, kind: kind ?? "other" };
  }
}

/** The first word of a statement in upper case, comments and white space skipped; "" where it starts otherwise. */
export function firstWord(sql: string): string {
  for (const { text, kind } of sqlTokens(sql)) {
    if (kind === "word") return text.toUpperCase();
    if (kind !== "blank" && text !== "(") return "";
  }
  return "";
}

/** Whether nothing but comments, semicolons and white space is in it. */
export function isBlankSql(sql: string): boolean {
  for (const { text, kind } of sqlTokens(sql)) if (kind !== "blank" && text !== ";") return false;
  return true;
}

/** Whether the rows' order is part of the query: an ORDER BY that stands in no parentheses. */
export function isOrdered(sql: string): boolean {
  let depth = 0;
  let previous = "";
  for (const { text, kind } of sqlTokens(sql)) {
    if (kind === "blank") continue;
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    const word = kind === "word" ? text.toUpperCase() : "";
    if (depth === 0 && previous === "ORDER" && word === "BY") return true;
    previous = word;
  }
  return false;
}

const clocks = new Set(["DATE", "TIME", "DATETIME", "JULIANDAY", "UNIXEPOCH"]);

/** Whether the result depends on when the query runs: the text `'now'`, or a date function without arguments. */
export function readsClock(sql: string): boolean {
  const tokens = [...sqlTokens(sql)].filter(({ kind }) => kind !== "blank");
  return tokens.some(
    ({ text, kind }, at) =>
      (kind === "text" && text.toLowerCase() === "'now'") ||
      (kind === "word" &&
        clocks.has(text.toUpperCase()) &&
        tokens[at + 1]?.text === "(" &&
        tokens[at + 2]?.text === ")"),
  );
}

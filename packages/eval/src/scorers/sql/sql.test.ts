import { fc, test as property } from "@fast-check/vitest";
import { LocoError, type SqlFixture } from "@locollm/core";
import { afterAll, describe, expect, test } from "vitest";
import { differenceOfResults, type SqlRow } from "./same-result.ts";
import { sql } from "./sql.ts";
import { isBlankSql, isOrdered, readsClock } from "./sql-text.ts";

const fixture: SqlFixture = {
  schema: 1,
  tables: {
    numbers: { columns: { n: "integer", name: "text" }, rows: Array.from({ length: 2000 }, (_, n) => [n, `row ${n}`]) },
  },
};
const scorer = sql(fixture);
afterAll(() => scorer[Symbol.asyncDispose]());

const item = { id: "i", prompt: "How many?", answer: "SELECT COUNT(*) FROM numbers" };

const endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)";
const cross = "numbers a, numbers b, numbers c, numbers d";
const hostile: Record<string, string> = {
  "attaches a file": "ATTACH 'stolen.db' AS stolen",
  "attaches after a query": "SELECT 1; ATTACH 'stolen.db' AS stolen",
  "sets a pragma": "PRAGMA writable_schema = 1",
  "reads a pragma as a table": "SELECT * FROM pragma_database_list",
  "reads the schema": "SELECT sql FROM sqlite_master",
  inserts: "INSERT INTO numbers VALUES (1, 'x')",
  "inserts behind WITH": "WITH x AS (SELECT 1) DELETE FROM numbers",
  "loads an extension": "SELECT load_extension('evil')",
  "writes a file": "SELECT writefile('stolen.txt', 'x')",
  "reads a file": "SELECT readfile('package.json')",
  "makes a giant": "SELECT zeroblob(1000000000)",
  "prints a giant": "SELECT printf('%.*c', 1000000000, 'x')",
  "is random": "SELECT random()",
  "asks for the time": "SELECT date()",
  "vacuums into a file": "VACUUM INTO 'stolen.db'",
  "has a NUL": "SELECT COUNT(*) FROM numbers\0; DROP TABLE numbers",
  explains: "EXPLAIN SELECT COUNT(*) FROM numbers",
  "returns too many rows": `SELECT a.n FROM numbers a, numbers b`,
  "returns too many bytes": `SELECT hex(hex(hex(hex(hex(hex(group_concat(name))))))) FROM numbers a`,
  "nests deep": `SELECT ${"(".repeat(5000)}1${")".repeat(5000)}`,
  "is 1 MB long": `SELECT ${"1 + ".repeat(250_000)}1`,
  "is 1 MB of brackets": "[".repeat(1_000_000),
  "is half a character": "SELECT '\ud800' FROM numbers",
  "is no SQL at all": "\u0000\uffff\ud800",
};

test.each(Object.entries(hostile))("a query that %s costs its own item only", async (_, output) => {
  const score = await scorer(item, output);
  expect(["wrong", "format-miss"]).toContain(score.outcome);
  expect(score.contentRight ?? false).toBe(false);
  expect(score.reason?.length).toBeLessThan(500);
  expect(await scorer(item, "SELECT 2000")).toMatchObject({ outcome: "right" });
});

test("plain queries of every kind run", async () => {
  const queries = [
    "SELECT COUNT(*) FROM numbers",
    "WITH some AS (SELECT n FROM numbers) SELECT COUNT(*) FROM some",
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 2000) SELECT COUNT(*) FROM t",
    "SELECT MAX(place) FROM (SELECT ROW_NUMBER() OVER (ORDER BY n) AS place FROM numbers)",
    "SELECT COUNT(DISTINCT b.name) FROM numbers AS a JOIN numbers AS b USING (n)",
    "SELECT SUM(CASE WHEN name LIKE 'row %' THEN 1 ELSE 0 END) FROM numbers",
    "SELECT COUNT(*) FROM numbers WHERE EXISTS (SELECT 1) AND strftime('%Y', '2021-03-03') = \"2021\"",
    "SELECT COUNT(*) FROM (SELECT n FROM numbers UNION SELECT n FROM numbers)",
    "VALUES (2000)",
  ];
  expect(await Promise.all(queries.map(async (query) => (await scorer(item, `${query};`)).reason ?? "right"))).toEqual(
    queries.map(() => "right"),
  );
});

test("what is refused is refused for its reason", async () => {
  const reasons = [
    "attaches a file",
    "attaches after a query",
    "reads the schema",
    "inserts behind WITH",
    "writes a file",
    "is random",
    "has a NUL",
    "returns too many rows",
  ];
  const said = await Promise.all(reasons.map(async (name) => (await scorer(item, hostile[name] ?? "")).reason));
  expect(said).toMatchInlineSnapshot(`
    [
      "The statement is refused: only SELECT is allowed.",
      "More than one statement is refused.",
      "The query is refused (access to sqlite_master.sql is prohibited): it may only read the fixture's tables and call plain functions.",
      "The query is refused (not authorized): it may only read the fixture's tables and call plain functions.",
      "SQLite cannot run the query: no such function: writefile.",
      "The query is refused (not authorized to use function: random): it may only read the fixture's tables and call plain functions.",
      "The query holds a NUL character.",
      "The result has more than 10000 rows.",
    ]
  `);
});

test.each([
  ["never ends", `${endless} SELECT COUNT(*) FROM t`],
  ["joins everything with everything", `SELECT COUNT(*) FROM ${cross}`],
])("a query that %s is stopped, and the next one is answered", async (_, output) => {
  expect(await scorer(item, output)).toMatchObject({
    outcome: "wrong",
    reason: "The query did not finish in 2 seconds.",
  });
  expect(await scorer(item, "SELECT 2000")).toMatchObject({ outcome: "right" });
});

test("a query that hoards memory is stopped, and the next one is answered", async () => {
  const { outcome, reason } = await scorer(
    item,
    `SELECT a.name || b.name AS x FROM ${cross} ORDER BY x DESC LIMIT 20000 OFFSET 9000000`,
  );
  expect(outcome).toBe("wrong");
  expect(reason).toMatch(/did not finish|too much memory/);
  expect(await scorer(item, "SELECT 2000")).toMatchObject({ outcome: "right" });
});

test("an answer that does not run is the item's error, whatever the output", async () => {
  for (const answer of [
    "SELECT",
    "SELECT x FROM nowhere",
    "DROP TABLE numbers",
    `${endless} SELECT COUNT(*) FROM t`,
    "Let me see",
  ]) {
    const { outcome, reason } = await scorer({ ...item, answer }, "SELECT 1");
    expect(outcome).toBe("error");
    expect(reason).toMatch(/^The answer's own query gives no result\./);
  }
});

test("many outputs at once get their own scores", async () => {
  const wanted = Array.from({ length: 200 }, (_, n) => n);
  const scores = await Promise.all(
    wanted.map(async (n) =>
      scorer({ ...item, answer: `SELECT name FROM numbers WHERE n = ${n}` }, `SELECT 'row ${n % 2 === 0 ? n : n + 1}'`),
    ),
  );
  expect(scores.map(({ outcome }) => outcome)).toEqual(wanted.map((n) => (n % 2 === 0 ? "right" : "wrong")));
});

test("a fixture that SQLite refuses is an error with a fix", async () => {
  await using broken = sql({ schema: 1, tables: { sqlite_x: { columns: { a: "integer" }, rows: [] } } });
  const failure = await Promise.resolve(broken(item, "SELECT 1")).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LocoError);
  expect(failure).toMatchObject({ code: "sql-fixture" });
});

property.prop([fc.string({ unit: "binary", maxLength: 200 })], { numRuns: 200 })(
  "no text breaks the scorer",
  async (output) => {
    expect(["wrong", "format-miss"]).toContain((await scorer(item, output)).outcome);
  },
);

const pieces = fc.constantFrom(
  "SELECT",
  "WITH",
  "(",
  ")",
  "'",
  '"',
  "`",
  "[",
  "--",
  "/*",
  "\n",
  ";",
  "COUNT(*)",
  "FROM",
  "numbers",
  "n",
  "UNION",
  "ORDER BY",
  ",",
  "1",
  "*",
  "''",
);
property.prop([fc.array(pieces, { maxLength: 20 })], { numRuns: 300 })(
  "no heap of SQL pieces breaks the scorer",
  async (heap) => {
    expect((await scorer(item, `SELECT ${heap.join(" ")}`)).outcome).not.toBe("error");
  },
);

describe("results", () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.string(),
    fc.uint8Array({ maxLength: 4 }),
  );
  const rows = fc
    .nat(3)
    .chain((columns) => fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { maxLength: 8 }));
  const result = (of: readonly SqlRow[]) => ({ rows: of, columns: of[0]?.length ?? 0 });

  property.prop([rows, fc.infiniteStream(fc.nat())])("are the same in any order, and only then", (some, picks) => {
    const shuffled = some
      .map((row) => ({ row, at: picks.next().value as number }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row);
    expect(differenceOfResults(result(some), result(shuffled), false)).toBeNull();
    expect(differenceOfResults(result(some), result(some), true)).toBeNull();
    expect(differenceOfResults(result([...some, ["x"]]), result(some), false)).not.toBeNull();
  });

  test("count rows as often as they come, and numbers as numbers", () => {
    const differ = (a: SqlRow[], b: SqlRow[]) => differenceOfResults(result(a), result(b), false) !== null;
    expect(differ([[1n], [1n], [2n]], [[1n], [2n], [2n]])).toBe(true);
    expect(differ([[0.1 + 0.2], ["a"]], [["a"], [0.3]])).toBe(false);
    expect(differ([[2n]], [[2]])).toBe(false);
    expect(differ([[2_000_000_001n]], [[2_000_000_000n]])).toBe(true);
    expect(differ([[Infinity]], [[5]])).toBe(true);
    expect(differ([["2021"]], [[2021n]])).toBe(true);
    expect(differ([[null]], [[0n]])).toBe(true);
  });
});

test("order, clocks and empty text are read from the SQL, not from what it quotes", () => {
  expect(["SELECT 1 order\n by 1", "SELECT 'a' /* x */ ORDER -- y\nBY 1"].map(isOrdered)).toEqual([true, true]);
  expect(
    [
      "SELECT (SELECT 1 ORDER BY 1)",
      "SELECT 'ORDER BY'",
      'SELECT "ORDER BY 1',
      "SELECT RANK() OVER (ORDER BY n) FROM x",
      "SELECT 1 -- ORDER BY 1",
    ].map(isOrdered),
  ).toEqual([false, false, false, false, false]);
  expect(
    ["SELECT date( )", "SELECT date('NOW')", "SELECT 'know'", "SELECT date(x)", "SELECT date FROM x"].map(readsClock),
  ).toEqual([true, true, false, false, false]);
  expect([" ;; -- x\n/* y", "", "x", "'"].map(isBlankSql)).toEqual([true, true, false, false]);
});

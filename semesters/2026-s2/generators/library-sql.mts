import { DatabaseSync } from "node:sqlite";
import { drawRows, type Dataset, type Difficulty, type Draft, type Part } from "../../2026-s1/generators/dataset.mts";
import { months } from "../../2026-s1/generators/date-names.mts";
import { cities, countries, genres, levels, libraryFixture, type LibraryFixture } from "./library-fixture.mts";
import { hard } from "./library-sql-group-questions.mts";
import { easy, medium, type Question } from "./library-sql-questions.mts";
import { seededRandom, type SeededRandom } from "../../2026-s1/generators/seeded-random.mts";
import { fill } from "../../2026-s1/generators/template.mts";
import { writeDataset } from "../../2026-s1/generators/write-files.mts";

const fixture = libraryFixture(seededRandom("library-fixture", 1));
const database = open(fixture);
const column = (table: keyof LibraryFixture["tables"], index: number): string[] =>
  fixture.tables[table].rows.map((row) => String(row[index]));
const years = column("books", 4).map(Number);

function open({ tables }: LibraryFixture): DatabaseSync {
  const made = new DatabaseSync(":memory:");
  for (const [name, { columns, rows }] of Object.entries(tables)) {
    const typed = Object.entries(columns);
    made.exec(`CREATE TABLE ${name} (${typed.map(([column, type]) => `${column} ${type}`).join(", ")})`);
    const insert = made.prepare(`INSERT INTO ${name} VALUES (${typed.map(() => "?").join(", ")})`);
    for (const row of rows) insert.run(...row);
  }
  return made;
}

/** True when a query's result says something: not empty, not NULL, not a count of 0 or 1. */
function tells(sql: string): boolean {
  const rows = database.prepare(sql).all();
  const first = Object.values(rows[0] ?? {})[0];
  if (first === undefined || first === null) return false;
  return !(rows.length === 1 && /^SELECT (COUNT|SUM)/.test(sql) && Number(first) < 2);
}

/** A row from one of the kinds of question, taken in turn, in one of its wordings. */
function draw(kinds: readonly Question[], wordings: "train" | "evalHard", random: SeededRandom, index: number): Draft {
  const kind = kinds[index % kinds.length] as Question;
  const words = kind[wordings][Math.floor(index / kinds.length) % kind[wordings].length] as string;
  for (;;) {
    // Limits are values that occur, so that > and >= give different results.
    const [year, later] = [random.pick(years), random.pick(years)].sort((a, b) => a - b) as [number, number];
    const month = random.integer(1, 12);
    const monthText = String(month).padStart(2, "0");
    const slots = {
      genre: random.pick(genres),
      country: random.pick(countries),
      city: random.pick(cities),
      level: random.pick(levels),
      author: random.pick(column("authors", 1)),
      member: random.pick(column("members", 1)),
      title: random.pick(column("books", 1)),
      year,
      later,
      joined: random.integer(2012, 2025),
      pages: random.pick(column("books", 5)),
      n: random.integer(2, 12),
      date: random.pick(column("loans", 4)),
      month: `2025-${monthText}`,
      monthName: months[month - 1] as string,
    };
    const sql = fill(kind.sql, slots);
    if (year < later && tells(sql)) return { prompt: fill(words, slots), answer: sql };
  }
}

const part = (
  difficulty: Difficulty,
  count: number,
  kinds: readonly Question[],
  wordings: "train" | "evalHard",
): Part => ({
  difficulty,
  count,
  draw: (random, index) => draw(kinds, wordings, random, index),
});

function build(): Dataset {
  const random = seededRandom("library-sql", 2);
  const taken = new Set<string>();
  const kinds = [...easy, ...medium, ...hard];
  const evalRows = drawRows(
    "eval",
    [part("easy", 72, easy, "train"), part("medium", 84, medium, "train"), part("hard", 72, kinds, "evalHard")],
    random,
    taken,
  );
  const trainRows = drawRows(
    "train",
    [part("easy", 240, easy, "train"), part("medium", 336, medium, "train"), part("hard", 240, hard, "train")],
    random,
    taken,
  );
  return {
    slug: "library-sql",
    train: trainRows,
    eval: evalRows,
    trainTemplates: kinds.flatMap((kind) => kind.train),
    hardTemplates: kinds.flatMap((kind) => kind.evalHard),
    fixtures: { "library.json": fixture },
  };
}

export const dataset = build();
if (import.meta.main) writeDataset("2026-s2", dataset);

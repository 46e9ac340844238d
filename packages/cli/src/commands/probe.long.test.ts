import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repository, smallClass } from "../../test/small-class.ts";

let made: Awaited<ReturnType<typeof smallClass>>;
beforeAll(async () => {
  made = await smallClass();
});
afterAll(() => made[Symbol.asyncDispose]());

const adapters = path.join(repository, "semesters/2026-s2/adapters");
const choices = "accounts,network,hardware,software,email,enrolment,finance,facilities";

/** The first questions of one of our evaluation sets, as a student would write them into a spreadsheet. */
async function drafts(slug: string, count: number): Promise<string> {
  const lines = (await readFile(path.join(adapters, slug, "data/eval.jsonl"), "utf8")).split("\n").slice(0, count);
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = lines.map((line) => JSON.parse(line) as { prompt: string; answer: string });
  return `question,answer\n${rows.map(({ prompt, answer }) => `${cell(prompt)},${cell(answer)}\n`).join("")}`;
}

interface ProbeOutput {
  readonly data: { readonly plain: { readonly items: number; readonly errors: number }; readonly room: string };
}

test("labels: says what it costs, then whether there is room", { timeout: 120_000 }, async () => {
  await made.write("tickets.csv", await drafts("ticket-triage", 10));
  const cost = await made.loco("probe", "tickets.csv", "--choices", choices, "--estimate");
  expect(cost.exitCode).toBe(0);
  expect(cost.stdout).toMatch(/^Asking SmolLM2.* 10 questions: about .* of memory, .* of disk, no download\.$/);
  const { exitCode, stdout } = await made.loco("probe", "tickets.csv", "--choices", choices, "--json");
  expect(exitCode).toBe(0);
  const { data } = JSON.parse(stdout) as ProbeOutput;
  expect(data.plain).toMatchObject({ items: 10, errors: 0 });
  expect(data.room).toBe("There is room for an adapter.");
});

test("queries run on the fixture", { timeout: 120_000 }, async () => {
  await made.write("queries.csv", await drafts("library-sql", 10));
  await copyFile(path.join(adapters, "library-sql/data/fixtures/library.json"), path.join(made.root, "tables.json"));
  const { exitCode, stdout } = await made.loco("probe", "queries.csv", "--fixture", "tables.json", "--json");
  expect(exitCode).toBe(0);
  expect((JSON.parse(stdout) as ProbeOutput).data.plain).toMatchObject({ items: 10, errors: 0 });
});

import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

const broken = "semesters/2026-s2/adapters/tides/adapter.yaml";

test("what cannot be read is said wherever it is left out", { timeout: 60_000 }, async () => {
  await using made = await smallClass();
  await made.write(broken, "title: Tides: high and low\n");
  expect(await made.loco("check")).toMatchInlineSnapshot(`
    {
      "exitCode": 1,
      "stderr": "",
      "stdout": "semesters/2026-s2/adapters/tides/adapter.yaml:1: error: This is not YAML: a value on this line holds a colon. [yaml-syntax]
        Put the whole value in double quotes.
    More: loco explain yaml-syntax

    0 adapters checked, 1 that cannot be read: 1 error.",
    }
  `);
  expect(await made.loco("list")).toMatchInlineSnapshot(`
    {
      "exitCode": 1,
      "stderr": "",
      "stdout": "adapter  title  right  base, best prompt  verdict

    on SmolLM2 135M Instruct, 4 bits (Q4_1); right: share of test questions with its 95 % interval

    semesters/2026-s2/adapters/tides/adapter.yaml:1: error: This is not YAML: a value on this line holds a colon. [yaml-syntax]
        Put the whole value in double quotes.
    More: loco explain yaml-syntax",
    }
  `);
  expect(await made.loco("card")).toMatchInlineSnapshot(`
    {
      "exitCode": 1,
      "stderr": "",
      "stdout": "semesters/2026-s2/adapters/tides/adapter.yaml:1: error: This is not YAML: a value on this line holds a colon. [yaml-syntax]
        Put the whole value in double quotes.
    More: loco explain yaml-syntax
    Cards changed: 0 of 0.",
    }
  `);
  expect(await made.loco("route", "When is high tide?")).toMatchInlineSnapshot(`
    {
      "exitCode": 1,
      "stderr": "error: 2026-s2/tides cannot be read: semesters/2026-s2/adapters/tides/adapter.yaml:1: This is not YAML: a value on this line holds a colon.
    Run loco check 2026-s2/tides to see what is wrong in it.
    More: loco explain adapter-unreadable",
      "stdout": "",
    }
  `);
  await made.write("bases/extra.yaml", "id: [\n");
  const { exitCode, stdout } = await made.loco("base", "list");
  expect(exitCode).toBe(1);
  expect(stdout).toContain("bases/extra.yaml:2: error: This is not YAML");
});

test("the router works without it, and says so", { timeout: 60_000 }, async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 60, eval: 6 });
  await made.write(broken, "title: Tides: high and low\n");
  await made.write(
    "semesters/2026-s2/out-of-scope.jsonl",
    Array.from({ length: 30 }, (_, i) => `${JSON.stringify({ id: `o${i}`, prompt: `Cook dish number ${i}` })}\n`).join(
      "",
    ),
  );
  const { exitCode, stderr } = await made.loco("route", "When is 3rd of March 2021 in ISO form?");
  expect(exitCode).toBe(0);
  expect(stderr).toContain("warning: 2026-s2/tides cannot be read, so the router leaves it out: loco check tides");
});

test("a name that is neither adapter nor semester is held against both", async () => {
  await using made = await smallClass();
  expect((await made.loco("check", "2026-s1")).stderr).toMatchInlineSnapshot(`
    "error: There is no adapter or semester called 2026-s1.
    Did you mean 2026-s2?
    More: loco explain unknown-adapter"
  `);
});

test("a question without quotes", async () => {
  await using made = await smallClass();
  expect(await made.loco("ask", "what", "is", "this", "--adapter", "tides")).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: loco ask takes one question, and this is 3 words without quotes.
    Put the question in quotes: loco ask "what is this"",
      "stdout": "",
    }
  `);
  expect((await made.loco("route", "what", "is", "this")).stderr).toMatchInlineSnapshot(`
    "error: loco route takes one question, and this is 3 words without quotes.
    Put the question in quotes: loco route "what is this""
  `);
});

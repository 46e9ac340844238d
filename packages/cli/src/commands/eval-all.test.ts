import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

test("evaluates every adapter that can be, and names the others", { timeout: 300_000 }, async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 24 });
  await made.copyAdapter("word-problems", { train: 20, eval: 16 });
  await made.copyAdapter("library-sql", { train: 20, eval: 16 });
  const adapters = "semesters/2026-s2/adapters";
  await made.remove(`${adapters}/library-sql/locks`);
  const once = await made.loco("eval", "--all");
  expect(once).toMatchObject({ exitCode: 1 });
  expect(once.stdout.replaceAll(/ +\d.* (?=(better|no difference shown|too-few-items)$)/gm, " … "))
    .toMatchInlineSnapshot(`
    "adapter                right               base, best prompt   points over it          verdict
    2026-s2/iso-dates … better
    2026-s2/word-problems … too-few-items

    right: share of test questions with its 95 % interval

    Not evaluated: 2026-s2/library-sql has errors:
    semesters/2026-s2/adapters/library-sql/weights/smollm2-135m-instruct-q4-1.gguf: error: There is no locks/smollm2-135m-instruct-q4-1.json that says what these weights were made from. [weights-without-lock]
        Train again: loco train 2026-s2/library-sql --base smollm2-135m-instruct-q4-1
    More: loco explain weights-without-lock
      Mend them, then: loco check library-sql"
  `);
  const results = await readFile(
    path.join(made.root, adapters, "word-problems/results/smollm2-135m-instruct-q4-1.json"),
  );
  expect(JSON.parse(results.toString())).toMatchObject({ dataset: { items: 16 } });

  const again = await made.loco("eval", "--all", "--json");
  const { ok, data } = JSON.parse(again.stdout) as { ok: boolean; data: { adapters: { verdict: unknown }[] } };
  expect(ok).toBe(false);
  expect(data.adapters.map(({ verdict }) => verdict)).toMatchObject([
    { items: 24, adjusted: { method: "benjamini-hochberg", comparisons: 1 } },
    { items: 16, outcome: "too-few-items" },
  ]);
  // Nothing is computed, so nothing is said of its cost.
  expect(again.stderr).not.toContain("Ctrl-C is safe");
  expect(await made.loco("eval", "iso-dates", "--all")).toMatchObject({ exitCode: 2 });
});

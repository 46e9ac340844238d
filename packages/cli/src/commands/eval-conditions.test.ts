import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

test("conditions are asked on real weights, and again from the cache", { timeout: 300_000 }, async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 8 });
  const ask = () =>
    made.loco(
      "eval",
      "iso-dates",
      "--conditions",
      "plain,few-shot:2,re-read,vote:2",
      "--subject",
      "base,adapter",
      "--items",
      "3",
    );
  const first = await ask();
  expect(first.exitCode).toBe(0);
  expect(first.stdout).toContain("It may be wrong.");
  const rows = first.stdout.split("\n").filter((line) => / of 3 /.test(line));
  expect(rows.map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual(
    ["base", "adapter"].flatMap((who) => ["plain", "few-shot:2", "re-read", "vote:2"].map((name) => [name, who])),
  );
  const again = await ask();
  expect(again.stdout).toBe(first.stdout);
  expect(again.stderr).toContain("6 of 6 (6 from the cache)");
});

test(
  "where the likeliest label is the answer, all leaves out what needs a written one",
  { timeout: 300_000 },
  async () => {
    await using made = await smallClass();
    const folder = "semesters/2026-s2/adapters/parity";
    await made.write(
      `${folder}/adapter.yaml`,
      `schema: 1
title: Odd or even
summary: Says whether a number is odd or even.
version: 1.0.0
authors: [{ handle: test }]
licence: CC-BY-4.0
data: { provenance: counted; no personal data }
prompt: { system: Odd or even?, maxTokens: 8 }
score: { scorer: choice, choices: [odd, even], by: likelihood }
limits: Numbers below twenty.
`,
    );
    await made.write(`${folder}/README.md`, "# Odd or even\n");
    const rows = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => {
        const number = from + i;
        return `${JSON.stringify({ id: `n${number}`, prompt: String(number), answer: number % 2 ? "odd" : "even" })}\n`;
      }).join("");
    await made.write(`${folder}/data/eval.jsonl`, rows(1, 5));
    await made.write(`${folder}/data/train.jsonl`, rows(5, 15));
    const { exitCode, stdout, stderr } = await made.loco("eval", "parity", "--conditions", "all", "--json");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const { data } = JSON.parse(stdout) as {
      data: { rows: { condition: string }[]; leftOut: { name: string }[] };
    };
    expect(data.rows.map(({ condition }) => condition)).toEqual(["plain", "few-shot:4", "re-read"]);
    expect(data.leftOut.map(({ name }) => name)).toEqual(["chain-of-thought", "vote:5", "calculator"]);
    expect(stderr).toContain(
      "warning: vote:5 is left out: the answer is the likeliest label, before which nothing is written.",
    );
    expect(await made.loco("eval", "parity", "--conditions", "plain,vote:5")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("Under vote:5 the model writes before it answers") as string,
    });
  },
);

test.each([
  [["--conditions", "plane"], "There is no condition plane; the nearest is plain."],
  [["--conditions", "all", "--subject", "router"], "--subject router names somebody who cannot answer."],
  [["--conditions", "all", "--items", "0"], "--items 0 is no number of items."],
])("eval iso-dates %j is wrong use", async (args, message) => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 8 });
  expect(await made.loco("eval", "iso-dates", ...args)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(message) as string,
  });
});

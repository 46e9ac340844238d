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

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reference } from "../../reference/statistics/reference-figures.ts";
import { benjaminiHochberg, holm } from "./adjust-p-values.ts";
import { clusteredDifference } from "./clustered-difference.ts";
import { permutationTest } from "./permutation-test.ts";

const beside = join(import.meta.dirname, "..", "..", "..", "..", "..", "shared", "data");
const file = join(process.env["LOCO_DATA"] ?? beside, "mmlu-pro-pairs", "llama-3.1-8b.csv");
const found = existsSync(file);
if (!found) console.log("skipped: no data (set LOCO_DATA to the folder that holds mmlu-pro-pairs)");

test.skipIf(!found)("12,032 published pairs of a base model and its tuned version give statsmodels' figures", () => {
  const rows = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  const differences = rows.map(([, , base, tuned]) => Number(tuned) - Number(base));
  const categories = rows.map(([, category]) => category!);
  const { categories: each, mean, standardError, interval, p } = reference.mmluPro;
  const whole = clusteredDifference(differences, categories);
  expect(whole.mean).toBeCloseTo(mean, 10);
  expect(whole.standardError).toBeCloseTo(standardError, 10);
  expect(whole.interval[0]).toBeCloseTo(interval[0], 10);
  expect(whole.interval[1]).toBeCloseTo(interval[1], 10);
  expect(whole.pValue).toBeCloseTo(p, 10);
  const pValues = Object.entries(each).map(([name, { items, won, lost, p: exact }]) => {
    const own = differences.filter((_, i) => categories[i] === name);
    const counted = [own.length, own.filter((one) => one > 0).length, own.filter((one) => one < 0).length];
    expect(counted).toEqual([items, won, lost]);
    const pValue = permutationTest(own);
    expect(pValue).toBeCloseTo(exact, 10);
    return pValue;
  });
  const [stepDown, stepUp] = [holm(pValues), benjaminiHochberg(pValues)];
  for (const [i, one] of Object.values(each).entries()) {
    expect(stepDown[i]).toBeCloseTo(one.holm, 10);
    expect(stepUp[i]).toBeCloseTo(one.benjaminiHochberg, 10);
  }
});

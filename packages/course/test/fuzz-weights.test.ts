import { expect, test } from "vitest";
import { coverageText, runFuzz, type FuzzedWeights } from "./run-fuzz.ts";

test("2,000 mutated weight files: each is read or refused by a code, none crashes the reader", async () => {
  const result = await runFuzz<FuzzedWeights>("fuzz-weights.ts", 2000, 1);
  console.log(`lines of the reader that ran:\n${coverageText(result)}`);
  expect(result.crashes).toEqual([]);
  expect(result.pastHeader / result.files).toBeGreaterThan(0.3);
  expect(result.accepted).toBeGreaterThan(50);
  const told = Object.values(result.refused).reduce((sum, count) => sum + count, 0);
  expect(told + result.accepted).toBe(2000);
  // The parts that only a real disk's errors reach are tested beside the reader.
  for (const { share } of Object.values(result.coverage)) expect(share).toBeGreaterThan(0.8);
});

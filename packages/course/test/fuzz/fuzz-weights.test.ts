import { expect, test } from "vitest";
import { coveredShare, coverageText, runFuzz, type FuzzedWeights } from "./run-fuzz.ts";

test("2,000 mutants of the sample adapters: each is read or refused by a code, none crashes or holds up the reader", async () => {
  const { coverage, ...result } = await runFuzz<FuzzedWeights>("fuzz-weights.ts", 2000, 1);
  const { seed, files, pastHeader, accepted, refused, crashes } = result;
  console.log(`seed ${seed}: ${files} files, ${pastHeader} past the header, ${accepted} accepted`);
  console.log(`lines of the reader that ran:\n${coverageText({ ...result, coverage })}`);
  expect(crashes).toEqual([]);
  expect(pastHeader / files).toBeGreaterThan(0.3);
  expect(accepted).toBeGreaterThan(100);
  const told = Object.values(refused).reduce((sum, count) => sum + count, 0);
  expect(told + accepted).toBe(2000);
  // What is left, a real disk's errors and giant headers reach; they are tested beside the reader.
  expect(coveredShare(coverage)).toBeGreaterThan(0.92);
});

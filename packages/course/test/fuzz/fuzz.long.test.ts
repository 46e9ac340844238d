import { expect, test } from "vitest";
import {
  coveredShare,
  coverageText,
  runFuzz,
  runFuzzedFolders,
  type FuzzedWeights,
  type OpenedWeights,
} from "./run-fuzz.ts";

test("20,000 mutants of the sample adapters: each is read or refused by a code, none crashes or holds up the reader", async () => {
  const { coverage, ...result } = await runFuzz<FuzzedWeights>("fuzz-weights.ts", 20_000, 2);
  console.log(JSON.stringify(result));
  console.log(`lines of the reader that ran:\n${coverageText({ ...result, coverage })}`);
  expect(result.crashes).toEqual([]);
  expect(result.files).toBe(20_000);
  expect(result.pastHeader / result.files).toBeGreaterThan(0.3);
  expect(coveredShare(coverage)).toBeGreaterThan(0.92);
});

test("500 mutants that the strict reader accepts are opened by llama.cpp, and none is refused there", async () => {
  const { seed, tried, opened, refused, crashes } = await runFuzz<OpenedWeights>("open-weights.ts", 500, 3);
  console.log(`seed ${seed}: ${tried} mutants, ${opened} opened natively, ${refused.length} refused there`);
  expect({ opened, refused, crashes }).toEqual({ opened: 500, refused: [], crashes: [] });
});

test("5,000 mutated folders are opened and checked: what is wrong with each is told by findings", async () => {
  const result = await runFuzzedFolders(5000, 2);
  console.log(JSON.stringify(result));
  expect(result.crashes).toEqual([]);
  expect(result.folders).toBe(5000);
});

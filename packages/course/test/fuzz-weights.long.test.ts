import { expect, test } from "vitest";
import { coverageText, fuzzWeights } from "./run-fuzz.ts";

test("20,000 mutated weight files: each is read or refused by a code, none crashes the reader", async () => {
  const result = await fuzzWeights(20_000, 2);
  const { files, pastHeader, accepted, refused } = result;
  console.log(JSON.stringify({ files, pastHeader, accepted, refused }));
  console.log(`lines of the reader that ran:\n${coverageText(result)}`);
  expect(result.crashes).toEqual([]);
  expect(pastHeader / files).toBeGreaterThan(0.3);
});

import path from "node:path";
import { execa } from "execa";
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

test("500 mutants that the strict reader accepts are opened by llama.cpp, and none is refused there", async () => {
  const program = path.join(import.meta.dirname, "open-weights.ts");
  const { stdout } = await execa(process.execPath, ["--conditions=@locollm/source", program, "500", "3"]);
  expect(JSON.parse(stdout)).toMatchObject({ opened: 500, refused: [] });
});

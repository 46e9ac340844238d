import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { coverageText, runFuzz, type FuzzedFolders, type FuzzedWeights } from "./run-fuzz.ts";

test("20,000 mutated weight files: each is read or refused by a code, none crashes the reader", async () => {
  const result = await runFuzz<FuzzedWeights>("fuzz-weights.ts", 20_000, 2);
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

test("5,000 mutated folders: what is wrong with each is told by findings, and none crashes the check", async () => {
  const { folders, codes, crashes, slowestMilliseconds } = await runFuzz<FuzzedFolders>("fuzz-folders.ts", 5000, 2);
  console.log(JSON.stringify({ folders, codes, slowestMilliseconds }));
  expect(crashes).toEqual([]);
});

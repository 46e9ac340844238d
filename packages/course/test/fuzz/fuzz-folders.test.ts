import { expect, test } from "vitest";
import { runFuzz, type FuzzedFolders } from "./run-fuzz.ts";

test("500 mutated folders are opened and checked: what is wrong with each is told by findings", async () => {
  const result = await runFuzz<FuzzedFolders>("fuzz-folders.ts", 500, 1);
  const { seed, folders, clean, crashes, codes } = result;
  console.log(`seed ${seed}: ${folders} folders, ${clean} without an error, ${Object.keys(codes).length} codes`);
  expect(crashes).toEqual([]);
  expect(Object.keys(codes).length).toBeGreaterThan(20);
});

import { expect, test } from "vitest";
import { runFuzzedFolders } from "./run-fuzz.ts";

test("500 mutated folders are opened and checked: what is wrong with each is told by findings", async () => {
  const result = await runFuzzedFolders(500, 1);
  const { seed, folders, clean, crashes, codes } = result;
  console.log(`seed ${seed}: ${folders} folders, ${clean} without an error, ${Object.keys(codes).length} codes`);
  expect(crashes).toEqual([]);
  expect(folders).toBe(500);
  expect(Object.keys(codes).length).toBeGreaterThan(20);
});

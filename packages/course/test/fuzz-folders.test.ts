import { expect, test } from "vitest";
import { runFuzz, type FuzzedFolders } from "./run-fuzz.ts";

test("500 mutated folders: what is wrong with each is told by findings, and none crashes the check", async () => {
  const { crashes, codes } = await runFuzz<FuzzedFolders>("fuzz-folders.ts", 500, 1);
  expect(crashes).toEqual([]);
  expect(Object.keys(codes).length).toBeGreaterThan(20);
});

import type { Item } from "@locollm/core";
import { expect, test } from "vitest";
import type { Row } from "../workspace/workspace.ts";
import { NearIndex, nearSimilarity } from "./near-index.ts";
import { similarity, wordShingles } from "./word-shingles.ts";

const item = (id: string, prompt: string): Item => ({ id, prompt, answer: "" });

test("of pairs that are near, MinHash finds at least 98 in 100", () => {
  const word = (at: number) => `w${(at * 2654435761) % 1009}`;
  let [near, found] = [0, 0];
  for (let at = 0; at < 500; at++) {
    const text = Array.from({ length: 22 }, (_, i) => word(at * 22 + i));
    const one: Row = { item: item("a", text.join(" ")), line: 1 };
    const other: Row = { item: item("b", text.with(7 + (at % 9), "changed").join(" ")), line: 2 };
    if (similarity(wordShingles(one.item), wordShingles(other.item)) < nearSimilarity) continue;
    near++;
    if (new NearIndex<null>().add(null, [one]).find(other, () => true) !== null) found++;
  }
  expect(near).toBeGreaterThan(400);
  expect(found / near).toBeGreaterThanOrEqual(0.98);
});

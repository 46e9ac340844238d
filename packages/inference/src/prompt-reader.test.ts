import { fc, test } from "@fast-check/vitest";
import type { Token } from "node-llama-cpp";
import { expect } from "vitest";
import { prefillChunk } from "./lanes.ts";
import { groupSize, type PreparedRequest } from "./prompt-reader.ts";

const prompt = (prefixKey: string, length: number): PreparedRequest => ({
  request: { id: "", messages: [], sampling: { temperature: 0, topP: 1, seed: 0, maxTokens: 1 } },
  prompt: { prefixKey, prefix: [], rest: Array.from({ length }, () => 1 as Token) },
});

test("neighbours of one prefix and of equal length, and no others", () => {
  const queue = [prompt("a", 9), prompt("a", 9), prompt("a", 9), prompt("b", 9), prompt("b", 8)];
  expect(groupSize(queue, 16)).toBe(3);
  expect(groupSize(queue, 2)).toBe(2);
  expect(groupSize(queue.slice(3), 16)).toBe(1);
});

test.prop([fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 16 })])(
  "no batch is longer than a chunk, and none has one token of each of many prompts",
  (length, count, staged) => {
    const size = groupSize(
      Array.from({ length: count }, () => prompt("a", length)),
      staged,
    );
    expect(size).toBeGreaterThanOrEqual(1);
    expect(size).toBeLessThanOrEqual(count);
    if (size > 1) {
      expect(size).toBeLessThanOrEqual(staged);
      expect(size * length).toBeLessThanOrEqual(prefillChunk);
      expect(length).toBeGreaterThan(1);
    }
  },
);

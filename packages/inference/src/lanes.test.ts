import { expect, test } from "vitest";
import { prefillChunk, prefillChunks } from "./lanes.ts";

test("chunks cover a prompt in order, and none but a whole prompt has one token", () => {
  for (let tokens = 1; tokens <= 4 * prefillChunk; tokens++) {
    const chunks = prefillChunks(tokens);
    const sizes = chunks.map(([start, end]) => end - start);
    expect(chunks.flatMap(([start, end]) => [start, end])).toEqual([
      0,
      ...chunks.slice(1).flatMap(([start]) => [start, start]),
      tokens,
    ]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(prefillChunk);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(Math.min(tokens, 2));
  }
});

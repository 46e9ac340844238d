import { expect, test } from "vitest";
import { estimateTokens } from "./token-estimate.ts";

test.each([
  ["", 0],
  ["2021-03-03", 10],
  ["The cat sat.", 4],
  ["<|im_start|>user\nHello<|im_end|>\n", 6],
])("estimates %j as %i tokens", (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});

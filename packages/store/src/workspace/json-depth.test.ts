import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { isNestedDeeper } from "./json-depth.ts";

test("counts brackets, but not those in strings", () => {
  expect(isNestedDeeper("[[]]", 2)).toBe(false);
  expect(isNestedDeeper('[[{"a":1}]]', 2)).toBe(true);
  expect(isNestedDeeper('["[[[\\"[[["]', 1)).toBe(false);
  expect(isNestedDeeper("[".repeat(1e6))).toBe(true);
});

function depthOf(value: unknown): number {
  return typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}

property.prop([fc.jsonValue({ maxDepth: 5 })])("agrees with the parsed value", (value) => {
  const depth = depthOf(value);
  expect(isNestedDeeper(JSON.stringify(value), depth)).toBe(false);
  if (depth > 0) expect(isNestedDeeper(JSON.stringify(value), depth - 1)).toBe(true);
});

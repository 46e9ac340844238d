import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { canonicalJson, type JsonValue } from "./canonical-json.ts";

test("sorts keys and leaves no white space", () => {
  expect(canonicalJson({ b: [1, "ä", null], a: { d: true, c: undefined } })).toBe('{"a":{"d":true},"b":[1,"ä",null]}');
});

test("spells numbers as JSON.stringify does", () => {
  expect(canonicalJson([1e21, 0.1, -0, 1.0])).toBe("[1e+21,0.1,0,1]");
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %s", (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

test.prop([fc.jsonValue()])("loses nothing and is stable under a round trip", (value) => {
  const once = canonicalJson(value as JsonValue);
  expect(canonicalJson(JSON.parse(once) as JsonValue)).toBe(once);
  expect(JSON.parse(once)).toEqual(JSON.parse(JSON.stringify(value)));
});

test.prop([fc.dictionary(fc.string(), fc.integer())])("does not depend on the order of keys", (record) => {
  const reversed = Object.fromEntries(Object.entries(record).reverse());
  expect(canonicalJson(reversed)).toBe(canonicalJson(record));
});

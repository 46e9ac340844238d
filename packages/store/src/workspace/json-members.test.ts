import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { membersOf, membersWritten } from "./json-members.ts";

property.prop([fc.jsonValue({ maxDepth: 5 })])("what is written once is counted alike in text and value", (value) => {
  expect(membersWritten(JSON.stringify(value))).toBe(membersOf(value));
});

test.each([
  [`{"answer": "a", "answer": "b"}`, 2, 1],
  [`{"a": {"b": 1, "b": 2}, "c": ": \\": {"}`, 4, 3],
  [`{"a": 1, "\\u0061": 2}`, 2, 1],
])("%s", (json, written, kept) => {
  expect([membersWritten(json), membersOf(JSON.parse(json))]).toEqual([written, kept]);
});

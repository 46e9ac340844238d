import { expect } from "vitest";
import { fc, test } from "@fast-check/vitest";
import { smallInputs } from "../test/small-inputs.ts";
import { fitRouter } from "./fit-router.ts";
import { route } from "./route.ts";
import { readRouter, writeRouter } from "./router-file.ts";

const router = fitRouter(smallInputs);
const text = writeRouter(router);

test("what is read is what was written", () => {
  expect(readRouter(text)).toEqual(router);
  expect(writeRouter(readRouter(text))).toBe(text);
});

test.prop([fc.string({ maxLength: 80 })])("a router read from its file routes the same", (question) => {
  expect(route(readRouter(text), question)).toEqual(route(router, question));
});

test.prop([fc.nat({ max: text.length - 2 }), fc.constantFrom("0", "9", "x", '"', "")])(
  "a changed character is noticed",
  (at, replacement) => {
    const changed = text.slice(0, at) + replacement + text.slice(at + 1);
    fc.pre(changed !== text);
    expect(() => readRouter(changed)).toThrow("The saved router cannot be used");
  },
);

test("a cut file and foreign JSON are refused with the reason", () => {
  const reasons = [
    "",
    text.slice(0, 1000),
    "{}",
    '{"hash":1,"content":[]}',
    text.replace('"threshold":0', '"threshold":1'),
    text.replace('"accepted":', '"accepted":1'),
  ].map((damaged) => {
    try {
      return readRouter(damaged).key;
    } catch (error) {
      return String(error);
    }
  });
  expect(reasons).toMatchInlineSnapshot(`
    [
      "LocoError: The saved router cannot be used: it is not JSON.",
      "LocoError: The saved router cannot be used: it is not JSON.",
      "LocoError: The saved router cannot be used: it does not have a router's fields.",
      "LocoError: The saved router cannot be used: it does not have a router's fields.",
      "LocoError: The saved router cannot be used: it does not have a router's fields.",
      "LocoError: The saved router cannot be used: its content does not match its hash.",
    ]
  `);
});

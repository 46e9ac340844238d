import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { jsonText } from "./json-text.ts";

test("is readable and keeps number lists short", () => {
  expect(jsonText({ schema: 1, list: [1, -2.5, "x"], rows: [{ a: 1 }], gone: undefined, none: {}, nothing: null }))
    .toMatchInlineSnapshot(`
    "{
      "schema": 1,
      "list": [1, -2.5, "x"],
      "rows": [
        {
          "a": 1
        }
      ],
      "none": {},
      "nothing": null
    }
    "
  `);
});

property.prop([fc.jsonValue({ noUnicodeString: false } as never)])("any JSON value reads back", (value) => {
  expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
});

import { expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson, type JsonValue } from "./canonical-json.ts";
import { scorerOptionsSchema } from "./scorer-options.ts";

const canonical = (written: unknown) => canonicalJson(scorerOptionsSchema.parse(written) as JsonValue);

test("options that are left out are not in the canonical JSON, so that run ids stay as they are", () => {
  const fixture = "data/fixtures/books.json";
  const written = [
    { scorer: "exact" },
    { scorer: "numeric" },
    { scorer: "choice", choices: ["a", "b"] },
    { scorer: "json" },
    { scorer: "sql", fixture },
    { scorer: "regex" },
    { scorer: "contains" },
    { scorer: "rouge-l" },
  ];
  expect(written.map(canonical)).toMatchInlineSnapshot(`
    [
      "{"scorer":"exact"}",
      "{"scorer":"numeric","tolerance":0.000001}",
      "{"choices":["a","b"],"scorer":"choice"}",
      "{"scorer":"json"}",
      "{"fixture":"data/fixtures/books.json","scorer":"sql"}",
      "{"scorer":"regex"}",
      "{"ignoreCase":false,"match":"all","scorer":"contains"}",
      "{"scorer":"rouge-l","threshold":0.5}",
    ]
  `);
});

test("options that mean nothing alone are refused", () => {
  const refused = [
    { scorer: "numeric", percent: "hundredths" },
    { scorer: "numeric", read: "last", units: {} },
    { scorer: "numeric", read: "last", units: { m: 0 } },
    { scorer: "choice", choices: ["a", "b"], normalise: "tokens" },
    { scorer: "chrf", threshold: 0 },
    { scorer: "regex", pattern: "" },
  ];
  const said = refused.map((written) => z.prettifyError(scorerOptionsSchema.safeParse(written).error!));
  expect(said.join("\n")).toMatchInlineSnapshot(`
    "✖ percent and units need read, such as read: last
    ✖ needs at least one unit
      → at units
    ✖ Too small: expected number to be >0
      → at units.m
    ✖ normalise needs by: likelihood
    ✖ Too small: expected number to be >0
      → at threshold
    ✖ Too small: expected string to have >=1 characters
      → at pattern"
  `);
});

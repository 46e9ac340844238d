import { fc, test } from "@fast-check/vitest";
import { scoreSchema, type Item, type ScorerOptions } from "@locollm/core";
import { describe, expect } from "vitest";
import { createScorer } from "./create-scorer.ts";
import { compareFields } from "./json.ts";
import { lastNumber, readNumber } from "./read-number.ts";
import { fraction, fractionOfNumber } from "../tools/calculator/fraction.ts";

const options: readonly ScorerOptions[] = [
  { scorer: "exact" },
  { scorer: "numeric", tolerance: 1e-6 },
  { scorer: "choice", choices: ["alpha", "beta", "beta 2"] },
  { scorer: "json" },
];
const answers: readonly Item["answer"][] = ["2021-03-03", 12.5, "beta", { a: [1, { b: "x" }] }];
const scorers = options.map((score) => createScorer(score));
const calculator = createScorer({ scorer: "numeric", tolerance: 1e-6 }, { tools: ["calculator"] });
const item = (answer: Item["answer"]) => ({ id: "i", prompt: "?", answer });
const written = (answer: Item["answer"]) => (typeof answer === "string" ? answer : JSON.stringify(answer));

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.json(),
  fc.constantFrom(
    "NaN",
    "-Infinity",
    "1e999",
    "\ud800",
    "\0",
    "[".repeat(50_000),
    '{"a":'.repeat(50_000),
    "1,".repeat(50_000),
    "!".repeat(1_000_000),
    "9".repeat(100_000),
    "'".repeat(50_000),
  ),
);

test.prop([anyText])("every scorer gives every output a valid score, the same each time", async (output) => {
  for (const [index, scorer] of [...scorers, calculator].entries()) {
    const answer = answers[index] ?? 12.5;
    const score = await scorer(item(answer), output);
    expect(scoreSchema.parse(score)).toEqual(score);
    expect(score.outcome).not.toBe("error");
    expect(score.value === 1).toBe(score.outcome === "right");
    expect(score.outcome === "right" || score.reason !== undefined).toBe(true);
    expect(score.contentRight !== undefined).toBe(score.outcome === "format-miss");
    expect(await scorer(item(answer), output)).toEqual(score);
  }
});

test.prop([fc.string().filter((text) => text.trim() !== "")])(
  "exact: the answer is right, also in white space",
  async (answer) => {
    const [exact] = scorers;
    expect(await exact?.(item(answer), ` ${answer}\n`)).toMatchObject({ outcome: "right" });
  },
);

describe("numbers", () => {
  test.prop([fc.integer(), fc.nat(9)])("are read exactly", (digits, decimals) => {
    const padded = String(Math.abs(digits)).padStart(decimals + 1, "0");
    const part = decimals === 0 ? "" : `.${padded.slice(-decimals)}`;
    const text = `${digits < 0 ? "-" : ""}${padded.slice(0, padded.length - decimals)}${part}`;
    expect(readNumber(text)).toEqual(fraction(BigInt(digits), 10n ** BigInt(decimals)));
  });

  test.prop([fc.integer(), fc.constantFrom("", "It is ", "7 and ", "x = ", "(", "$")])(
    "are found last in a text, with commas or without",
    (number, before) => {
      const expected = fractionOfNumber(number);
      expect(lastNumber(`${before}${number}.`)).toEqual(expected);
      expect(lastNumber(`${before}${number.toLocaleString("en-US")} in all`)).toEqual(expected);
    },
  );

  test("other texts are no numbers", () => {
    const texts = ["", "1 2", "1,2", "12,34", "1.2.3", "1e3", "0x10", "١٢", "NaN", "Infinity", "5%", "$5", "--5", "."];
    expect(texts.filter((text) => readNumber(text) !== null)).toEqual([]);
    expect([".5", "5", "-5", "− 5", "+1,234.50", "007"].filter((text) => readNumber(text) === null)).toEqual([]);
    expect(lastNumber("5-3")).toEqual(fractionOfNumber(3));
    expect(lastNumber("it is -3")).toEqual(fractionOfNumber(-3));
  });
});

describe("json fields", () => {
  const value = fc.jsonValue({ maxDepth: 4 });

  test.prop([value, value])("F1 is between 0 and 1, and the same from both sides", (a, b) => {
    const { f1, differences } = compareFields(a, b);
    expect(f1).toBeGreaterThanOrEqual(0);
    expect(f1).toBeLessThanOrEqual(1);
    expect(compareFields(b, a).f1).toBe(f1);
    expect(f1 === 1).toBe(differences.length === 0);
  });

  test.prop([value])("a value equals itself", (a) => {
    expect(compareFields(a, JSON.parse(JSON.stringify(a)))).toEqual({ f1: 1, differences: [] });
  });

  test("paths and empty values are not mixed up", () => {
    const pairs: [unknown, unknown][] = [
      [1, { value: 1 }],
      [{}, []],
      ["{}", {}],
      [{ "a.b": 1 }, { a: { b: 1 } }],
      [{ "a[0]": 1 }, { a: [1] }],
      [{ "(value)": 1 }, 1],
      ["", null],
    ];
    expect(pairs.map(([a, b]) => compareFields(a, b).f1)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

test.prop([fc.constantFrom("alpha", "beta", "beta 2"), fc.constantFrom("", ".", " ", "**", '"', "\n")])(
  "choice: dressing around a label does not count",
  async (label, around) => {
    const choice = scorers[2];
    expect(await choice?.(item(label), `${around}${label.toUpperCase()}${around}`)).toMatchObject({
      outcome: "right",
      extracted: label,
    });
  },
);

test("every scorer finds its own answer right, and its items' faults are errors", async () => {
  for (const [index, scorer] of scorers.entries()) {
    expect(await scorer(item(answers[index] ?? ""), written(answers[index] ?? ""))).toMatchObject({
      outcome: "right",
      value: 1,
    });
  }
  const faults = await Promise.all([
    scorers[1]?.(item("many"), "1"),
    scorers[2]?.(item("gamma"), "alpha"),
    scorers[3]?.(item("{"), "{}"),
  ]);
  expect(faults).toMatchInlineSnapshot(`
    [
      {
        "outcome": "error",
        "reason": "The item's answer “"many"” is not a number.",
        "value": 0,
      },
      {
        "outcome": "error",
        "reason": "The item's answer “gamma” is not one of the choices.",
        "value": 0,
      },
      {
        "outcome": "error",
        "reason": "The item's answer “"{"” is not JSON.",
        "value": 0,
      },
    ]
  `);
});

test("sql without a fixture says which file is missing", () => {
  expect(() => createScorer({ scorer: "sql", fixture: "data/fixtures/x.json" })).toThrow(
    "The sql scorer needs the rows of data/fixtures/x.json.",
  );
});

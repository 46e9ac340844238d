import type { GoldenCase } from "./golden-case.ts";

const numeric = { scorer: "numeric", tolerance: 1e-6 } as const;

/** Golden items of `numeric` with `read` and of `json` with a schema. */
export const goldenReadingCases: readonly GoldenCase[] = [
  {
    score: { ...numeric, read: "last" },
    answer: 1234.5,
    outputs: [
      "1234.5",
      "First 3, so 1,234.50 euros.",
      "It is $1'234.5!",
      "2469/2",
      "1234 1/2 litres",
      String.raw`\frac{2469}{2}`,
      "1.2345e3",
      "1234.5 of 2000",
      "1/0",
      "none",
      "",
    ],
  },
  {
    score: { ...numeric, read: "hash" },
    answer: 18,
    outputs: [
      "9 + 9 = 18\n#### 18",
      "#### 18 dollars",
      "#### 17\n#### $18.00\n",
      "#### 19",
      "so it is 18",
      "#### eighteen",
      "####",
    ],
  },
  {
    score: { ...numeric, read: "boxed" },
    answer: "3/4",
    outputs: [
      String.raw`The answer is $\boxed{\frac{3}{4}}$.`,
      String.raw`\boxed{x = \dfrac34}`,
      String.raw`\boxed{1}, no, \boxed{0.75\text{ m}}`,
      String.raw`\boxed{-\frac{3}{4}}`,
      String.raw`\boxed{`,
      "0.75",
    ],
  },
  {
    score: { ...numeric, read: "any", percent: "hundredths" },
    answer: 0.5,
    outputs: ["50 %", "50 percent", "0.5", String.raw`\boxed{50\%} #### 3`, "#### 0.5\nDone in 3 steps.", "50"],
  },
  {
    score: { ...numeric, read: "last", units: { m: 1, km: 1000, "€": 1 } },
    answer: 1500,
    outputs: ["1.5 km", "1500m", "1,500 m in 20 min", "€1500", "1500", "1.5 miles", "1500 ml", "2 km"],
  },
  {
    score: {
      scorer: "json",
      schema: {
        type: "object",
        properties: { vendor: { type: "string", pattern: "^[A-Z]" }, total: { type: "number", minimum: 0 } },
        required: ["vendor", "total"],
        additionalProperties: false,
      },
    },
    answer: { vendor: "Fern", total: 12 },
    outputs: [
      '{"vendor":"Fern","total":12}',
      '{"vendor":"Fern","total":13}',
      '{"vendor":"Fern","total":12,"note":"paid"}',
      '{"vendor":"fern","total":12}',
      '{"vendor":"Fern","total":"12"}',
      '{"vendor":"Fern"}',
      '```json\n{"vendor":"Fern","total":12}\n```',
      "[]",
      "no",
      "",
    ],
  },
  { score: { scorer: "json", schema: { type: "array" } }, answer: { a: 1 }, outputs: ["[]"] },
];

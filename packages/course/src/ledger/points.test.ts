import { readFile } from "node:fs/promises";
import path from "node:path";
import { gradeRecordSchema, gradeRulesSchema, hasErrors, resultsSummarySchema, type GradeRecord } from "@locollm/core";
import { thisMachine } from "@locollm/trainer";
import { expect, test } from "vitest";
import { partsOf, sumOf } from "./points.ts";

const adapters = path.resolve(import.meta.dirname, "../../../../semesters/2026-s2/adapters");
const file = path.join(adapters, "iso-dates/results/smollm2-135m-instruct-q4-1.json");
const results = resultsSummarySchema.parse(JSON.parse(await readFile(file, "utf8")));

/** What the gate found of iso-dates, but for what a test says. */
const record = (change: Partial<GradeRecord> = {}): GradeRecord =>
  gradeRecordSchema.parse({
    schema: 1,
    adapter: "2026-s2/iso-dates",
    version: "1.0.0",
    submission: { from: "folder", head: null, base: null, files: null },
    conclusion: hasErrors(change.findings ?? []) ? "failure" : change.results === null ? "neutral" : "success",
    title: "iso-dates",
    findings: [],
    weights: { from: "retrained", sha256: results.weights, trainingData: "verified" },
    results,
    constant: null,
    challenged: [],
    harm: null,
    route: true,
    next: [],
    reproduce: null,
    machine: thisMachine(null),
    timings: [],
    ...change,
  });
const said = (one: GradeRecord, rules = gradeRulesSchema.parse({})) => {
  const parts = partsOf(one, rules, 200);
  return [...parts.map(({ part, points, of, because }) => `${part} ${points} of ${of}: ${because}`), `${sumOf(parts)}`];
};
const finding = (severity: "error" | "warning", name: string) => ({
  code: "card-thin",
  severity,
  file: `semesters/2026-s2/adapters/iso-dates/${name}`,
  message: "The card says little.",
  fix: "Say more.",
});

test("by default no part looks at the verdict: an honest negative result earns full marks", () => {
  const worse = { ...results, againstBest: { ...results.againstBest, outcome: "worse" as const } };
  expect(said(record({ results: worse, route: false }))).toEqual(said(record()));
  expect(said(record())).toMatchInlineSnapshot(`
    [
      "check 30 of 30: loco check finds no error.",
      "reproduces 30 of 30: It was trained again from its rows and recipe, passed the parity gate and was evaluated.",
      "evaluation 20 of 20: 240 items, 80 of them hard.",
      "card 20 of 20: The card is complete.",
      "100",
    ]
  `);
});

test("what is missing costs its part alone, and a person's part stays open", () => {
  const few = { ...results, againstBest: { ...results.againstBest, items: 50 } };
  const easy = structuredClone(results);
  easy.adapterRun.byDifficulty.hard!.counts.items = 10;
  expect({
    card: said(record({ findings: [finding("warning", "README.md")] })),
    check: said(record({ findings: [finding("error", "adapter.yaml")], results: null, weights: null })),
    "few items": said(record({ results: few })),
    "few hard": said(record({ results: easy })),
    submitted: said(record({ weights: { from: "submitted", sha256: results.weights, trainingData: "unverified" } })),
    "the class's own, submitted once": said(
      record({ weights: { from: "class", sha256: results.weights, trainingData: "unverified" } }),
    )[1],
    "the class's own weights": said(
      record({ weights: { from: "class", sha256: results.weights, trainingData: "verified" } }),
    )[1],
  }).toMatchInlineSnapshot(`
    {
      "card": [
        "check 30 of 30: loco check finds no error.",
        "reproduces 30 of 30: It was trained again from its rows and recipe, passed the parity gate and was evaluated.",
        "evaluation 20 of 20: 240 items, 80 of them hard.",
        "card 0 of 20: The card says little.",
        "80",
      ],
      "check": [
        "check 0 of 30: loco check finds 1 error.",
        "reproduces 0 of 30: There are no weights.",
        "evaluation 0 of 20: It was not evaluated.",
        "card 20 of 20: The card is complete.",
        "20",
      ],
      "few hard": [
        "check 30 of 30: loco check finds no error.",
        "reproduces 30 of 30: It was trained again from its rows and recipe, passed the parity gate and was evaluated.",
        "evaluation 10 of 20: 240 items, but only 10 of them hard; a fifth are asked for.",
        "card 20 of 20: The card is complete.",
        "90",
      ],
      "few items": [
        "check 30 of 30: loco check finds no error.",
        "reproduces 30 of 30: It was trained again from its rows and recipe, passed the parity gate and was evaluated.",
        "evaluation 5 of 20: 50 of 200 items were answered.",
        "card 20 of 20: The card is complete.",
        "85",
      ],
      "submitted": [
        "check 30 of 30: loco check finds no error.",
        "reproduces null of 30: The weights were submitted; nobody trained them again.",
        "evaluation 20 of 20: 240 items, 80 of them hard.",
        "card 20 of 20: The card is complete.",
        "null",
      ],
      "the class's own weights": "reproduces 30 of 30: The class's own weights were trained from these very rows with this recipe, and passed the parity gate.",
      "the class's own, submitted once": "reproduces null of 30: The weights were submitted; nobody trained them again.",
    }
  `);
});

test("a class may ask for a verdict, for no harm, or for a person's look", () => {
  const rules = gradeRulesSchema.parse({
    parts: ["better", "harmless", "review"].map((part) => ({ part, points: 10 })),
  });
  const verdict = { ...results.againstBest, nonInferiority: { margin: 0.05, shown: true, pValue: 0.001 } };
  const harm = { items: 100, rerouted: 3, verdict, sentence: "3 of 100 questions are answered by somebody else." };
  expect({
    measured: said(record({ harm }), rules),
    "no panel": said(record(), rules),
    "no results": said(record({ results: null, weights: null }), rules),
  }).toMatchInlineSnapshot(`
    {
      "measured": [
        "better 10 of 10: The verdict against the base with its best prompt: better.",
        "harmless 10 of 10: 3 of 100 questions are answered by somebody else.",
        "review null of 10: A person has to look.",
        "null",
      ],
      "no panel": [
        "better 10 of 10: The verdict against the base with its best prompt: better.",
        "harmless null of 10: There was no panel to measure harm on.",
        "review null of 10: A person has to look.",
        "null",
      ],
      "no results": [
        "better 0 of 10: It was not evaluated.",
        "harmless null of 10: There was no panel to measure harm on.",
        "review null of 10: A person has to look.",
        "null",
      ],
    }
  `);
});

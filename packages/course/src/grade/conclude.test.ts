import { readFile } from "node:fs/promises";
import path from "node:path";
import { resultsSummarySchema, type GradeRecord, type Verdict } from "@locollm/core";
import { expect, test } from "vitest";
import { concludeMeasured } from "./conclude.ts";

const file = "semesters/2026-s2/adapters/iso-dates/results/smollm2-135m-instruct-q4-1.json";
const text = await readFile(path.join(import.meta.dirname, "../../../..", file), "utf8");
const results = resultsSummarySchema.parse(JSON.parse(text));

type Outcome = Verdict["outcome"];
const verdict = (outcome: Outcome): Verdict => ({ ...results.againstBest, outcome });
const harm = (outcome: Outcome, shown: boolean): GradeRecord["harm"] => ({
  items: 200,
  rerouted: 20,
  verdict: { ...verdict(outcome), nonInferiority: { margin: 0.05, pValue: shown ? 0.001 : 0.4, shown } },
  sentence: "So many.",
});
const challenged = (...outcomes: Outcome[]): GradeRecord["challenged"] =>
  outcomes.map((outcome, at) => ({
    adapter: "2026-s1/iso-dates",
    items: at === 0 ? "the submission's" : "its own",
    right: { submission: 1, other: 1 },
    verdict: verdict(outcome),
    sentence: "So many.",
  }));
const constant = (outcome: Outcome): GradeRecord["constant"] => ({
  answer: "2021",
  right: 3,
  verdict: verdict(outcome),
  sentence: "So many.",
});

type Found = Partial<Omit<Parameters<typeof concludeMeasured>[0], "results">> & { readonly outcome?: Outcome };
const said = ({ outcome = "better", ...found }: Found) => {
  const concluded = concludeMeasured(
    {
      adapter: "2026-s2/iso-dates",
      results: { ...results, againstBest: verdict(outcome) },
      constant: null,
      challenged: [],
      harm: harm("no-difference-shown", true),
      ...found,
    },
    [],
  );
  const { conclusion, route, title, next } = concluded;
  return [`${conclusion}, route ${route}: ${title.replace("2026-s2/iso-dates: ", "")}`, ...next];
};

test("what each outcome means, and what to do next", () => {
  expect({
    better: said({}),
    "no panel": said({ harm: null }),
    "harm not ruled out": said({ harm: harm("no-difference-shown", false) }),
    harm: said({ harm: harm("worse", false) }),
    "no better than one answer": said({ constant: constant("no-difference-shown") }),
    "better than one answer": said({ constant: constant("better") }),
    "beats who serves": said({ challenged: challenged("better", "no-difference-shown") }),
    "as good as who serves": said({ challenged: challenged("no-difference-shown", "no-difference-shown") }),
    "worse than who serves": said({ challenged: challenged("better", "worse") }),
    "no difference": said({ outcome: "no-difference-shown" }),
    worse: said({ outcome: "worse", harm: null }),
    "too few": said({ outcome: "too-few-items" }),
    "not decided": said({ outcome: "not-decided" }),
  }).toMatchInlineSnapshot(`
    {
      "as good as who serves": [
        "success, route false: better than the base with its best prompt (+60.0 points); no better than 2026-s1/iso-dates is shown",
        "Both can stay as results; the questions go on to 2026-s1/iso-dates, until one is shown to be better.",
      ],
      "beats who serves": [
        "success, route true: better than the base with its best prompt (+60.0 points)",
        "Nothing has to be mended. The class gains if questions are routed to it; a maintainer can merge it.",
      ],
      "better": [
        "success, route true: better than the base with its best prompt (+60.0 points)",
        "Nothing has to be mended. The class gains if questions are routed to it; a maintainer can merge it.",
      ],
      "better than one answer": [
        "success, route true: better than the base with its best prompt (+60.0 points)",
        "Nothing has to be mended. The class gains if questions are routed to it; a maintainer can merge it.",
      ],
      "harm": [
        "neutral, route false: better than the base with its best prompt (+60.0 points); it does harm to the routed system",
        "It takes questions that others answer better. Make its training questions more unlike theirs, and add the questions that are not its own to the class's out-of-scope.jsonl (ask a maintainer).",
      ],
      "harm not ruled out": [
        "success, route false: better than the base with its best prompt (+60.0 points)",
        "That the others lose nothing is not shown; a maintainer decides whether it is routed.",
      ],
      "no better than one answer": [
        "success, route false: better than the base with its best prompt (+60.0 points); no better than always answering “2021” is shown",
        "It knows the form of the answers, which the base does not always keep to, but nothing shows that it tells the questions apart: look for rows whose answer does not follow from their text.",
      ],
      "no difference": [
        "success, route false: no difference to the base with its best prompt is shown",
        "This is a result, and it is not marked down for its sign. If you go on: read the questions that only the base got right, write training rows of those kinds, and train again.",
      ],
      "no panel": [
        "success, route null: better than the base with its best prompt (+60.0 points)",
        "What the others lose was not measured, because the semester names no panel (loco semester panel); a maintainer decides whether it is routed.",
      ],
      "not decided": [
        "success, route false: not decided, because the machinery failed on too many items",
        "Start it again: only the items without an answer are computed.",
      ],
      "too few": [
        "success, route false: too few items for a verdict",
        "Write more evaluation rows; loco check says how many would show what.",
      ],
      "worse": [
        "success, route false: worse than the base with its best prompt (+60.0 points)",
        "This is a result, and it is not marked down for its sign. If you go on: read the questions that only the base got right, write training rows of those kinds, and train again.",
      ],
      "worse than who serves": [
        "neutral, route false: better than the base with its best prompt (+60.0 points); 2026-s1/iso-dates is better at these questions",
        "Compare your rows with those of 2026-s1/iso-dates; loco new --from 2026-s1/iso-dates starts from them.",
      ],
    }
  `);
});

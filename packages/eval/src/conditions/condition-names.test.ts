import { expect, test } from "vitest";
import { manifest, trainingRows } from "../../test/city-recordings.ts";
import { conditionNames } from "./condition-names.ts";

const likelihood = {
  ...manifest,
  score: { scorer: "choice" as const, choices: ["yes", "no"], by: "likelihood" as const },
};

test("a list of names, each once; all stands for six", () => {
  expect(conditionNames("all, vote:3/chain-of-thought:2,plain", { manifest, trainingRows })).toMatchInlineSnapshot(`
    {
      "leftOut": [],
      "names": [
        "plain",
        "few-shot:4",
        "chain-of-thought",
        "re-read",
        "vote:5",
        "calculator",
        "vote:3/chain-of-thought:2",
      ],
    }
  `);
  expect(() => conditionNames(" , ", { manifest, trainingRows })).toThrow(
    expect.objectContaining({ code: "condition-unknown" }) as Error,
  );
});

test("what all stands for, but cannot be asked, is left out with a word", () => {
  expect(conditionNames("all", { manifest, trainingRows: trainingRows.slice(0, 3) }).leftOut).toMatchInlineSnapshot(`
    [
      {
        "name": "few-shot:4",
        "reason": "there are only 3 training rows",
      },
    ]
  `);
  expect(conditionNames("all", { manifest: likelihood, trainingRows })).toMatchInlineSnapshot(`
    {
      "leftOut": [
        {
          "name": "chain-of-thought",
          "reason": "the answer is the likeliest label, before which nothing is written",
        },
        {
          "name": "vote:5",
          "reason": "the answer is the likeliest label, before which nothing is written",
        },
        {
          "name": "calculator",
          "reason": "the answer is the likeliest label, before which nothing is written",
        },
      ],
      "names": [
        "plain",
        "few-shot:4",
        "re-read",
      ],
    }
  `);
});

test("what is named, but cannot be asked, is refused", () => {
  const named = () => conditionNames("plain,vote:5,few-shot:2,python", { manifest: likelihood, trainingRows });
  expect(named).toThrowErrorMatchingInlineSnapshot(
    `[LocoError: Under vote:5, python the model writes before it answers, so the likelihood of a label says nothing.]`,
  );
});

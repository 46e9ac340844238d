import { fc, test } from "@fast-check/vitest";
import { verdictSchema, type Item, type Run, type Sample } from "@locollm/core";
import { describe, expect } from "vitest";
import { rightAnswer } from "../../test/city-recordings.ts";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { items } from "../../test/city-recordings.ts";
import { compareRuns } from "./compare.ts";
import { explainVerdict } from "./explain-verdict.ts";

const rightBefore = (count: number) => (item: Item, i: number) => (i < count ? rightAnswer(item) : "Atlantis");
const sentence = async (rightBase: number, rightAdapter: number, asked = items) => {
  const before = await evaluateSide(rightBefore(rightBase), { asked, examples: 4 });
  const after = await evaluateSide(rightBefore(rightAdapter), { asked, side: "adapter" });
  const verdict = compareRuns(before, after);
  expect(verdictSchema.parse(verdict)).toEqual(verdict);
  return explainVerdict(verdict, {
    after: { name: "the adapter", counts: after.run.counts },
    before: { name: "the base", counts: before.run.counts },
  });
};

test("each outcome in plain words", async () => {
  expect(await sentence(20, 50)).toMatchInlineSnapshot(
    `"better: the adapter is right on 50 of 60, the base on 20 of 60 (+50.0 points, 95 % interval +37.7 to +62.3; p < 0.001)."`,
  );
  expect(await sentence(50, 20)).toMatchInlineSnapshot(
    `"worse: the adapter is right on 20 of 60, the base on 50 of 60 (−50.0 points, 95 % interval −62.3 to −37.7; p < 0.001)."`,
  );
  expect(await sentence(30, 33)).toMatchInlineSnapshot(
    `"no difference shown: the adapter is right on 33 of 60, the base on 30 of 60 (+5.0 points, 95 % interval −1.3 to +13.7; p = 0.125). 60 items can only show ±10.9 points: write 175 more to show +5 points (four times in five)."`,
  );
  expect(await sentence(58, 58)).toMatchInlineSnapshot(
    `"no difference shown: the adapter is right on 58 of 60, the base on 58 of 60 (0.0 points, 95 % interval −6.0 to +6.0; p = 1.000). 60 items can show ±10.9 points (four times in five). There is little room above it."`,
  );
  expect(await sentence(0, 19, items.slice(0, 19))).toMatchInlineSnapshot(
    `"too few items: the adapter is right on 19 of 19, the base on 0 of 19 (+100.0 points, 95 % interval +66.4 to +100.0; p < 0.001). A verdict needs at least 20 items; write 1 more. 19 items can only show +32.9 points: write 133 more to show +10 points (four times in five)."`,
  );
});

test("more than 2 % of lost pairs decide nothing, fewer are left out", async () => {
  const before = await evaluateSide(rightBefore(10));
  const after = (lost: number) => evaluateSide((item, i) => (i < lost ? null : rightAnswer(item)), { side: "adapter" });
  const names = {
    after: { name: "the adapter", counts: before.run.counts },
    before: { name: "the base", counts: before.run.counts },
  };
  const [one, two] = [compareRuns(before, await after(1)), compareRuns(before, await after(2))];
  expect([one.outcome, one.items, one.errors, one.lost]).toEqual(["better", 59, 1, 0]);
  expect([two.outcome, two.items, two.errors]).toEqual(["not-decided", 58, 2]);
  expect(explainVerdict(two, names)).toMatchInlineSnapshot(
    `"not decided: the machinery failed on 2 of 60 items, more than 2 %, and what is missing could decide it. Evaluate again: only those items are computed."`,
  );
});

test("runs on other items, tools or scorers are not compared", async () => {
  const before = await evaluateSide(rightAnswer);
  const after = await evaluateSide(rightAnswer, { side: "adapter" });
  const fewer = await evaluateSide(rightAnswer, { side: "adapter", asked: items.slice(1) });
  const tools = {
    ...after,
    run: { ...after.run, condition: { ...after.run.condition, tools: ["calculator" as const] } },
  };
  const scorer = { ...after, run: { ...after.run, revisions: { ...after.run.revisions, scorer: 99 } } };
  expect(() => compareRuns(before, fewer)).toThrow("differ in their dataset");
  expect(() => compareRuns(before, tools)).toThrow("differ in their tools");
  expect(() => compareRuns(before, scorer)).toThrow("differ in their scorer");
});

describe("for any outcomes of the pairs", async () => {
  const [before, after] = [await evaluateSide(rightAnswer), await evaluateSide(rightAnswer, { side: "adapter" })];
  const outcome = fc.constantFrom<Sample["score"]["outcome"]>("right", "wrong", "format-miss", "error");
  const side = (run: Run, samples: readonly Sample[], outcomes: readonly Sample["score"]["outcome"][]) => ({
    run,
    samples: samples.map((sample, i) => ({ ...sample, score: { ...sample.score, outcome: outcomes[i]! } })),
  });
  const both = fc.array(fc.tuple(outcome, outcome), { minLength: 60, maxLength: 60 });

  test.prop([both])("the verdict mirrors when the sides change places", (pairs) => {
    const one = side(
      before.run,
      before.samples,
      pairs.map(([a]) => a),
    );
    const two = side(
      after.run,
      after.samples,
      pairs.map(([, b]) => b),
    );
    const [there, back] = [compareRuns(one, two), compareRuns(two, one)];
    const mirrored = { better: "worse", worse: "better" } as Record<string, string>;
    expect(back.outcome).toBe(mirrored[there.outcome] ?? there.outcome);
    expect([back.won, back.lost, back.delta]).toEqual([there.lost, there.won, there.delta === 0 ? 0 : -there.delta]);
    expect(back.pValue).toBe(there.pValue);
    expect(there.items + there.errors).toBe(60);
  });

  test.prop([both])("better needs a small p and an interval above 0", (pairs) => {
    const decided = pairs.map((pair) => pair.map((one) => (one === "error" ? "wrong" : one)));
    const one = side(
      before.run,
      before.samples,
      decided.map(([a]) => a as "right"),
    );
    const two = side(
      after.run,
      after.samples,
      decided.map(([, b]) => b as "right"),
    );
    const { outcome: said, pValue, interval } = compareRuns(one, two);
    expect(said === "better").toBe(pValue < 0.05 && interval[0] > 0);
    expect(said === "worse").toBe(pValue < 0.05 && interval[1] < 0);
  });
});

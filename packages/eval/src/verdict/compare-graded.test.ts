import { fc, test } from "@fast-check/vitest";
import { verdictSchema, type Item, type Score } from "@locollm/core";
import { describe, expect } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { items, rightAnswer } from "../../test/city-recordings.ts";
import { compareRuns, type CompareOptions } from "./compare.ts";
import { explainVerdict } from "./explain-verdict.ts";

const [base, adapted] = [await evaluateSide(rightAnswer), await evaluateSide(rightAnswer, { side: "adapter" })];

/** Both sides with the given values; right from 0.5 on. */
function compareValues(values: readonly (readonly [before: number, after: number])[], options: CompareOptions = {}) {
  const side = ({ run, samples }: typeof base, place: 0 | 1) => {
    const scored = samples.slice(0, values.length).map((sample, i) => {
      const value = values[i]![place];
      const score: Score = { outcome: value >= 0.5 ? "right" : "wrong", value };
      return { ...sample, score };
    });
    return { run, samples: scored };
  };
  const verdict = compareRuns(side(base, 0), side(adapted, 1), options);
  expect(verdictSchema.parse(verdict)).toEqual(verdict);
  const counts = { items: verdict.items, right: 0, wrong: 0, formatMisses: 0, contentRight: 0, errors: 0 };
  const rights = (place: 0 | 1) => ({ ...counts, right: values.filter((pair) => pair[place] >= 0.5).length });
  const words = explainVerdict(verdict, {
    after: { name: "the adapter", counts: rights(1) },
    before: { name: "the base", counts: rights(0) },
  });
  return { verdict, words };
}

const fromSources = (count: number): Item[] => items.map((item, i) => ({ ...item, source: `page ${i % count}` }));
const sixty = <T>(of: (i: number) => T) => Array.from({ length: 60 }, (_, i) => of(i));

test("graded values are compared by their mean", () => {
  const { words } = compareValues(
    sixty((i) => [0.5 + (i % 7) / 50, 0.6 + (i % 5) / 40]),
    { judgedBy: "value" },
  );
  expect(words).toMatchInlineSnapshot(
    `"better: the adapter scores 0.650 on average, the base 0.558 (+9.2 points, 95 % interval +3.8 to +13.8; p < 0.001)."`,
  );
  const none = compareValues(
    sixty((i) => [0.5 + (i % 7) / 20, 0.5 + (i % 5) / 13]),
    { judgedBy: "value" },
  );
  expect(none.words).toMatchInlineSnapshot(
    `"no difference shown: the adapter scores 0.654 on average, the base 0.645 (+0.9 points, 95 % interval −5.1 to +6.7; p = 0.646). 60 items can only show ±7.7 points: write 4434 more to show +0.9 points (four times in five)."`,
  );
});

test("values beside right and wrong are kept, and do not decide", () => {
  const { verdict } = compareValues(sixty((i) => [i % 2 === 0 ? 0.2 : 0.7, i % 2 === 0 ? 0.4 : 0.7]));
  expect(verdict).toMatchObject({ outcome: "no-difference-shown", delta: 0, pValue: 1 });
  expect(verdict.graded!.before).toBeCloseTo(0.45, 12);
  expect(verdict.graded!.delta).toBeCloseTo(0.1, 12);
  expect(verdict.graded!.pValue).toBeLessThan(1e-6);
});

test("a report says what values beside right and wrong could have shown, as it says it of the verdict", () => {
  const { verdict, words } = compareValues(sixty((i) => [0.5 + (i % 7) / 20, 0.5 + (i % 5) / 13]));
  const judged = compareValues(
    sixty((i) => [0.5 + (i % 7) / 20, 0.5 + (i % 5) / 13]),
    { judgedBy: "value" },
  ).verdict;
  expect(verdict.graded!.minimalDetectableEffect).toBe(judged.minimalDetectableEffect);
  expect(words).toMatchInlineSnapshot(
    `"no difference shown: the adapter is right on 60 of 60, the base on 60 of 60 (0.0 points, 95 % interval −6.0 to +6.0; p = 1.000). 60 items can show ±10.9 points (four times in five). There is little room above it. Mean scores, which do not decide: 0.654 against 0.645 (+0.9 points, 95 % interval −5.1 to +6.7; p = 0.646). By these, 60 items can show ±7.7 points (four times in five)."`,
  );
  // Nothing but right and wrong has no values beside them.
  expect(compareValues(sixty((i) => [0, i % 2])).verdict.graded).toBeUndefined();
});

test("too few graded values: what they show by their own spread", () => {
  const few = Array.from({ length: 12 }, (_, i): [number, number] => [0.5 + (i % 7) / 50, 0.5 + (i % 5) / 40]);
  expect(compareValues(few, { judgedBy: "value" }).words).toMatchInlineSnapshot(
    `"too few items: the adapter scores 0.544 on average, the base 0.552 (−0.8 points, 95 % interval −22.8 to +21.6; p = 0.637). A verdict needs at least 20 items; write 8 more. 12 items can only show ±24 points: write 57 more to show +10 points (four times in five)."`,
  );
  expect(compareValues([[0.2, 0.9]], { judgedBy: "value" }).words).toMatchInlineSnapshot(
    `"too few items: the adapter scores 0.900 on average, the base 0.200 (+70.0 points, 95 % interval −91.5 to +98.5; p = 1.000). A verdict needs at least 20 items; write 19 more. 1 item can show nothing: write 151 more to show +10 points (four times in five)."`,
  );
});

test("items of one source count as one cluster", () => {
  const values = sixty((i): [number, number] => [0, i % 12 < 3 ? 1 : 0]);
  const [alone, shared] = [compareValues(values), compareValues(values, { items: fromSources(12) })];
  expect(alone.verdict.outcome).toBe("better");
  expect(shared.verdict).toMatchObject({
    outcome: "no-difference-shown",
    won: 15,
    lost: 0,
    pValue: 0.25,
    test: "permutation",
  });
  expect(shared.words).toMatchInlineSnapshot(
    `"no difference shown: the adapter is right on 15 of 60, the base on 0 of 60 (+25.0 points, 95 % interval −7.4 to +53.5; p = 0.250). 60 items can only show ±49.7 points: write 177 more to show +25 points (four times in five). The 60 items come from 12 sources and tell as much as 12 independent ones."`,
  );
  expect(compareValues(values, { items: fromSources(1) }).words).toMatchInlineSnapshot(
    `"too few items: the adapter is right on 15 of 60, the base on 0 of 60 (+25.0 points, 95 % interval −93.8 to +96.3; p = 1.000). A verdict needs items from at least 10 sources; take some from 9 more. The 60 items come from 1 source."`,
  );
  expect(compareValues(values, { items: fromSources(60) }).verdict).toEqual(alone.verdict);
});

test("no item and one item are too few, not an error", () => {
  expect(compareValues([]).words).toMatchInlineSnapshot(
    `"too few items: the adapter is right on 0 of 0, the base on 0 of 0 (0.0 points, 95 % interval −100.0 to +100.0; p = 1.000). A verdict needs at least 20 items; write 20 more. 0 items can show nothing: write 152 more to show +10 points (four times in five)."`,
  );
  expect(compareValues([[0, 1]]).words).toMatchInlineSnapshot(
    `"too few items: the adapter is right on 1 of 1, the base on 0 of 1 (+100.0 points, 95 % interval −58.7 to +100.0; p = 0.500). A verdict needs at least 20 items; write 19 more. 1 item can show nothing: write 151 more to show +10 points (four times in five)."`,
  );
  expect(compareValues([[0.2, 0.9]], { judgedBy: "value" }).verdict.outcome).toBe("too-few-items");
});

test("a value that is no share is a machinery error", () => {
  const { verdict, words } = compareValues(sixty((i) => [0, i === 0 ? Number.NaN : i === 1 ? Infinity : 1]));
  expect([verdict.outcome, verdict.items, verdict.errors]).toEqual(["not-decided", 58, 2]);
  expect(words).toMatchInlineSnapshot(
    `"not decided: the machinery failed on 2 of 60 items, more than 2 %, and what is missing could decide it. Evaluate again: only those items are computed."`,
  );
});

test("non-inferiority: less than the margin worse, of right and wrong, values and sources", () => {
  const same = sixty((i): [number, number] => [i % 2, i % 2]);
  const values = sixty((i): [number, number] => [0.5 + (i % 7) / 50, 0.5 + (i % 5) / 40]);
  const said = (pairs: [number, number][], options: CompareOptions) =>
    /(It is non-inferior|That it is less).*$/.exec(compareValues(pairs, options).words)![0];
  expect(
    [
      said(same, { margin: 0.1 }),
      said(same, { margin: 0.03 }),
      said(values, { margin: 0.1, judgedBy: "value" }),
      said(values, { margin: 0.1, judgedBy: "value", items: fromSources(12) }),
      said(values.slice(0, 10), { margin: 0.1, judgedBy: "value" }),
    ].join("\n"),
  ).toMatchInlineSnapshot(`
    "It is non-inferior: less than 10 points worse (one-sided p = 0.007).
    That it is less than 3 points worse is not shown (one-sided p = 0.161).
    It is non-inferior: less than 10 points worse (one-sided p < 0.001).
    That it is less than 10 points worse is not shown (one-sided p < 0.001).
    That it is less than 10 points worse is not shown (one-sided p = 0.002)."
  `);
  expect(() => compareValues(same, { margin: 0 })).toThrow(RangeError);
});

describe("for any values and sources", () => {
  const value = fc.constantFrom(0, 0.25, 0.4, 0.8, 1);
  const pairs = fc.array(fc.tuple(value, value), { minLength: 60, maxLength: 60 });
  test.prop([pairs, fc.integer({ min: 10, max: 60 }), fc.constantFrom("right" as const, "value" as const)], {
    numRuns: 40,
  })("the verdict mirrors when the sides change places", (values, sources, judgedBy) => {
    const options = { items: fromSources(sources), judgedBy };
    const there = compareValues(values, options).verdict;
    const back = compareValues(
      values.map(([a, b]): [number, number] => [b, a]),
      options,
    ).verdict;
    const mirrored = { better: "worse", worse: "better" } as Record<string, string>;
    expect(back.outcome).toBe(mirrored[there.outcome] ?? there.outcome);
    expect(back.delta).toBeCloseTo(-there.delta, 12);
    expect(back.pValue).toBeCloseTo(there.pValue, 12);
    expect(back.interval[0]).toBeCloseTo(-there.interval[1], 9);
    expect(there.outcome === "better").toBe(there.pValue < 0.05 && there.interval[0] > 0);
  });
});

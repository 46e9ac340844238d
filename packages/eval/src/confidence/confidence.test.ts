import { confidenceSchema, type Confidence, type Item, type Sample } from "@locollm/core";
import { describe, expect, test } from "vitest";
import { reliabilityDiagram } from "../report/reliability-diagram.ts";
import { answerConfidence } from "./answer-confidence.ts";
import { answerConfidenceWords, confidenceSentences } from "./confidence-words.ts";
import { leastSurePart } from "./least-sure-part.ts";
import { measureConfidence } from "./measure-confidence.ts";
import { reliabilityCurve } from "./reliability-curve.ts";

type Outcome = Sample["score"]["outcome"];
const items: readonly Item[] = Array.from({ length: 200 }, (_, i) => ({
  id: `eval-${i}`,
  prompt: `${i}?`,
  answer: "",
}));
const answered = (outcomeOf: (i: number) => Outcome, logProbabilities: (i: number) => number[]): Sample[] =>
  items.map(({ id }, i) => ({
    item: id,
    output: "x",
    finish: "stop",
    logProbabilities: logProbabilities(i),
    score: { outcome: outcomeOf(i), value: 0 },
  }));
// Row i is right with a chance of i in 200, and as sure as that: the golden ratio spreads what is right evenly.
const even = (i: number) => (i * 0.618033988749895) % 1;
const telling = answered(
  (i) => (even(i) < i / 200 ? "right" : i % 7 === 0 ? "format-miss" : "wrong"),
  (i) => [-((i + 1) ** -1.5), -0.001],
);
const bottom = (right: (i: number) => boolean) =>
  answered(
    (i) => (right(i) ? "right" : "wrong"),
    () => [],
  );
const measure = (samples: readonly Sample[], baseRight: (i: number) => boolean = () => false): Confidence =>
  confidenceSchema.parse(
    measureConfidence({ items, samples, fallback: { threshold: 0.5, baseSamples: bottom(baseRight), alpha: 0.05 } }),
  );
const token = (text: string, probability: number) => ({ text, logProbability: Math.log(probability) });

describe("where the probabilities tell something", () => {
  const measured = measure(telling);

  test("in words, and drawn", () => {
    expect([...confidenceSentences(measured), ...reliabilityDiagram(measured)].join("\n")).toMatchInlineSnapshot(`
      "Confidence: the adapter's token probabilities tell right answers from wrong ones (AUROC 0.84, 95 % interval 0.77 to 0.89).
      Out of fold (10 folds), the predicted share is off by 7 % on average over 10 bins of 20 or so; 7 % would be chance alone. Brier score 0.178; 0.250 if every answer were given the same share.
      Where that share is under 50 in 100 (77 of 200 test questions), loco ask asks back: there the adapter is right on 14, the base with its best prompt on 0.
      predicted  right   interval  answers  0 %                       100 %
      1 %        5 %     1–24 %    20       |-o-----
      12 %       15 %    5–36 %    20         -|-o------
      29 %       20 %    8–42 %    20         ----o--|---
      45 %       40 %    22–61 %   20              -----o|-----
      56 %       40 %    22–61 %   20              -----o----|-
      63 %       55 %    34–74 %   20                 -------o-|---
      68 %       70 %    48–85 %   20                     -------@-----
      72 %       80 %    58–92 %   20                         ----|-o----
      74 %       85 %    64–95 %   20                          ---|---o--
      77 %       85 %    64–95 %   20                          ----|--o--"
    `);
    expect(reliabilityCurve(measured).map(({ items: count }) => count)).toEqual(Array(10).fill(20));
    expect(reliabilityCurve(measured)[0]).toMatchObject({ observed: measured.bins[0]!.right / 20 });
  });

  test("an answer gets its share; below the threshold it is not given", () => {
    const sure = answerConfidence(measured, [token("a", 0.9999)])!;
    expect(answerConfidenceWords(sure)).toMatchInlineSnapshot(
      `"Of 100 answers like this, about 77 were right (68–84; 200 test questions, which yours may be unlike)."`,
    );
    expect(sure.belowThreshold).toBe(false);
    expect(answerConfidence(measured, [token("a", 0.3)])!.belowThreshold).toBe(true);
    // Less sure than any test answer is as the least sure of them.
    const [least] = measured.calibration.range;
    expect(answerConfidence(measured, [token("a", 1e-9)])!.share).toBe(
      answerConfidence(measured, [{ text: "a", logProbability: -Math.exp(-least) }])!.share,
    );
    expect(answerConfidence(measured, [])).toBeNull();
    expect(answerConfidence(undefined, [token("a", 0.9)])).toBeNull();
  });

  test("the base answers below the threshold only where it was shown to be right on more", () => {
    expect(measured.below!.next).toBe("ask-back");
    expect(measure(telling, (i) => i % 4 === 0).below).toMatchObject({ next: "ask-back" });
    const more = measure(telling, (i) => i % 4 !== 0).below!;
    expect(more).toMatchObject({ next: "base", items: measured.below!.items, right: measured.below!.right });
    expect(more.baseRight).toBeGreaterThan(more.right);
  });

  test("the order of the rows changes no figure", () => {
    const other = measure(telling.toReversed());
    expect(other.below).toEqual(measured.below);
    expect(other.auroc).toBeCloseTo(measured.auroc!, 12);
    expect(other.brier).toBeCloseTo(measured.brier, 9);
    expect(other.calibrationError).toBeCloseTo(measured.calibrationError, 9);
    expect(other.calibration.slope).toBeCloseTo(measured.calibration.slope, 9);
  });
});

describe("where they tell nothing, that is said", () => {
  test("right and wrong answers look alike", () => {
    const measured = measure(
      answered(
        (i) => (even(i) < 0.6 ? "right" : "wrong"),
        (i) => [-even(i * 7 + 3)],
      ),
    );
    expect(measured.worth).toBe("not-shown");
    expect(confidenceSentences(measured).join(" ")).toMatchInlineSnapshot(
      `"Confidence: worthless. The adapter's token probabilities do not tell right answers from wrong ones (AUROC 0.48, 95 % interval 0.40 to 0.56)."`,
    );
    expect(answerConfidence(measured, [token("a", 0.9)])).toBeNull();
  });

  test.each([
    ["few wrong", (i: number) => i >= 9],
    ["few right", (i: number) => i < 3],
    ["none wrong", () => true],
    ["none right", () => false],
  ])("%s", (_, right) => {
    const measured = measure(
      answered(
        (i) => (right(i) ? "right" : "wrong"),
        (i) => [-(i + 1) / 100],
      ),
    );
    expect(measured.worth).toBe("too-few");
    expect(confidenceSentences(measured)[0]).toMatch(/^Confidence: none\. Of 200 answers \d+ (is|are) right/);
    expect(answerConfidence(measured, [token("a", 0.9)])).toBeNull();
  });

  test("surer when wrong: the curve is flat, not turned about", () => {
    const measured = measure(
      answered(
        (i) => (i < 100 ? "right" : "wrong"),
        (i) => [-1 / (i + 1)],
      ),
    );
    expect(measured).toMatchObject({ worth: "not-shown", auroc: 0, calibration: { slope: 0 } });
  });

  test("one answer", () => {
    const [only] = telling;
    expect(measure([only!])).toMatchObject({
      worth: "too-few",
      questions: 1,
      auroc: null,
      bins: [{ items: 1, predicted: 0.5 }],
    });
  });
});

test("machinery errors and answers without probabilities are left out; none left is no measurement", () => {
  const some = telling.map((sample, i): Sample =>
    i < 20
      ? { ...sample, finish: "error", logProbabilities: [], score: { outcome: "error", value: 0 } }
      : i < 50
        ? { ...sample, logProbabilities: [] }
        : sample,
  );
  expect(measure(some).questions).toBe(150);
  expect(measureConfidence({ items, samples: some.slice(0, 50) })).toBeUndefined();
});

test("rows of one source count less than rows of their own", () => {
  const sources = items.map((item, i) => ({ ...item, source: `text ${Math.floor(i / 10)}` }));
  const clustered = measureConfidence({ items: sources, samples: telling })!;
  const own = measure(telling);
  expect(clustered.auroc).toBe(own.auroc);
  const width = ({ aurocInterval }: Confidence) => aurocInterval![1] - aurocInterval![0];
  expect(width(clustered)).toBeGreaterThan(width(own));
});

test("what to look at first", () => {
  const tokens = [
    token("2021", 0.9),
    token("-", 1),
    token("0", 0.8),
    token("5", 0.31),
    token(" or", 0.45),
    token("<|end|>", 0.01),
  ];
  expect(leastSurePart(tokens, "2021-05 or")).toEqual({
    part: "5",
    word: "2021-05",
    probability: expect.closeTo(0.31, 12),
  });
  expect(leastSurePart([token("yes", 0.99), token("<|end|>", 0.1)], "yes")).toBeNull();
  expect(leastSurePart([token(" two", 0.4), token(" words", 0.9)], " two words")).toMatchObject({
    part: "two",
    word: "two",
  });
  expect(leastSurePart([token("<|end|>", 0.1)], "")).toBeNull();
});

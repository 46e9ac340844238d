import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { chrfSimilarity } from "./chrf.ts";
import { rougeLSimilarity } from "./rouge-l.ts";

interface Figures {
  readonly output: string;
  readonly answer: string;
  readonly rougeL: number;
  readonly chrf: number;
}

const reference = JSON.parse(
  readFileSync(new URL("../../test/scorers/reference-similarities.json", import.meta.url), "utf8"),
) as readonly Figures[];

test("similarities are the figures of rouge_score and sacrebleu", () => {
  expect(reference).toHaveLength(44);
  for (const { output, answer, rougeL, chrf } of reference) {
    expect(rougeLSimilarity(output, answer), output).toBeCloseTo(rougeL, 9);
    expect(chrfSimilarity(output, answer), output).toBeCloseTo(chrf, 9);
  }
});

const text = fc.string({ unit: "grapheme", maxLength: 60 });

test.prop([text, text])("similarities are between 0 and 1, and 1 of a text with itself", (a, b) => {
  for (const similarity of [rougeLSimilarity, chrfSimilarity]) {
    expect(similarity(a, b)).toBeGreaterThanOrEqual(0);
    expect(similarity(a, b)).toBeLessThanOrEqual(1);
    expect([0, 1]).toContain(Number(similarity(a, a).toFixed(12)));
  }
  expect(rougeLSimilarity(a, b)).toBeCloseTo(rougeLSimilarity(b, a), 12);
});

import type { Counts, SealedResults } from "@locollm/core";
import { expect, test } from "vitest";
import { pairedInterval } from "../statistics/paired-interval.ts";
import { sealedGap } from "./sealed-gap.ts";

const counts = (items: number, right: number): Counts => ({
  items,
  right,
  wrong: items - right,
  formatMisses: 0,
  contentRight: 0,
  errors: 0,
});

/** A set on which the adapter was right on `adapter` items, the base on `base`, and the base never alone. */
function set(items: number, adapter: number, base: number): SealedResults["sealed"] {
  const won = adapter - base;
  const [delta, interval] = [won / items, pairedInterval(won, 0, items)];
  const decided = {
    outcome: "better",
    errors: 0,
    level: 0.95,
    alpha: 0.05,
    pValue: 0,
    minimalDetectableEffect: 0,
  } as const;
  return {
    adapter: counts(items, adapter),
    base: counts(items, base),
    verdict: { ...decided, items, won, lost: 0, delta, interval },
  };
}

const gapOf = (open: SealedResults["sealed"], sealed: SealedResults["sealed"]) =>
  sealedGap({ public: { ...open, dataset: "0".repeat(64) }, sealed });

test("a gain that does not carry over is shown, with what it means and what it does not", () => {
  expect(gapOf(set(200, 186, 60), set(60, 30, 18)).sentences).toMatchInlineSnapshot(`
    [
      "The adapter is right on 186 of 200 public items and 30 of 60 sealed ones: a gap of +43.0 points (95 % interval +30.0 to +55.6).",
      "The base with its best prompt, which was trained on neither, is right on 60 of 200 and 18 of 60: a gap of 0.0 points (95 % interval −13.8 to +12.1).",
      "The adapter gains +63.0 points over the base on public items and +20.0 on sealed ones, a difference of +43.0 points (95 % interval +29.4 to +53.4). That is shown: a part of the gain does not carry over to questions that its author never saw.",
      "A gap can come from tuning to the public items, or from the other team's items being harder: the base's gap shows how much harder they are for a model that was not trained. It is no sign by itself that anybody did wrong.",
    ]
  `);
});

test("harder items of the other team open a gap for the base too, and the gain stays", () => {
  const { adapter, base, gain, sentences } = gapOf(set(200, 170, 120), set(60, 36, 21));
  expect(adapter.interval[0]).toBeGreaterThan(0);
  expect(base.interval[0]).toBeGreaterThan(0);
  expect(gain.delta).toBeCloseTo(0, 12);
  expect(gain.interval[0]).toBeLessThan(0);
  expect(sentences[2]).toMatchInlineSnapshot(
    `"The adapter gains +25.0 points over the base on public items and +25.0 on sealed ones, a difference of 0.0 points (95 % interval −13.4 to +11.2). No difference is shown; with so few items only one of about 12 points would be."`,
  );
});

test("what the machinery failed on is in no share", () => {
  const open = set(100, 80, 40);
  const sealed = { ...set(50, 40, 20), adapter: { ...counts(50, 40), wrong: 5, errors: 5 } };
  expect(gapOf(open, sealed).adapter.delta).toBeCloseTo(0.8 - 40 / 45, 12);
});

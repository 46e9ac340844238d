import type { MigratedAdapter, Verdict } from "@locollm/core";
import { expect, test } from "vitest";
import { decideMigration } from "./decide-migration.ts";

const verdict = (outcome: Verdict["outcome"], pValue: number, asGoodP?: number): Verdict =>
  ({
    outcome,
    pValue,
    alpha: 0.05,
    ...(asGoodP === undefined ? {} : { nonInferiority: { margin: 0.05, pValue: asGoodP, shown: asGoodP < 0.025 } }),
  }) as Verdict;

/** A move of which only what decides is told. */
const moved = (overBase: Verdict, overBefore: number, baseOverBefore: number, low = 0.5): MigratedAdapter =>
  ({
    overBase,
    overBefore: verdict("no-difference-shown", 0.5, overBefore),
    baseOverBefore: verdict("no-difference-shown", 0.5, baseOverBefore),
    baseAfter: { interval: [low, 1] },
  }) as unknown as MigratedAdapter;

const better = verdict("better", 1e-6);
const same = verdict("no-difference-shown", 0.4);

test.each([
  ["better than the new base, as good as it was", moved(better, 1e-6, 0.9), "keep"],
  ["better than the new base, not shown as good as it was", moved(better, 0.2, 0.9), "needs-data"],
  ["no better than a new base that is as good as the old adapter", moved(same, 1e-6, 1e-6), "base-alone"],
  ["no better than a new base that is not", moved(same, 0.2, 0.3), "retire"],
  ["worse than the new base, which is not as good either", moved(verdict("worse", 1e-6), 0.9, 0.3), "retire"],
  ["as good as it was, not shown to be better than a new base that is not", moved(same, 1e-6, 0.3), "needs-data"],
  ["worse than the new base, though as good as it was", moved(verdict("worse", 1e-6), 1e-6, 0.3), "retire"],
  ["too many answers that could not be judged", moved(verdict("not-decided", 1), 0.9, 0.3), "needs-data"],
  ["a set too small to tell", moved(verdict("too-few-items", 1), 0.9, 0.3), "needs-data"],
])("%s: %s", (_, one, decision) => {
  expect(decideMigration([one], 0.05)[0]!.decision).toBe(decision);
});

test("with many adapters, what is only just shown of one is not shown", () => {
  const just = moved(verdict("better", 0.04), 0.02, 0.9);
  expect(decideMigration([just], 0.05)[0]!.decision).toBe("keep");
  const nothing = moved(same, 0.5, 0.5);
  const [first] = decideMigration([just, nothing, nothing], 0.05);
  expect(first).toMatchObject({ decision: "retire", moved: { overBase: { outcome: "no-difference-shown" } } });
  expect(first!.moved.overBefore.nonInferiority!.shown).toBe(false);
});

test("a set that the new base answers alone asks for harder items", () => {
  expect(decideMigration([moved(same, 0.001, 0.001, 0.96)], 0.05)[0]!.saturated).toBe(true);
  expect(decideMigration([moved(same, 0.001, 0.001, 0.94)], 0.05)[0]!.saturated).toBe(false);
});

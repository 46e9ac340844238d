import type { Sample } from "@locollm/core";
import { expect, test } from "vitest";
import { countSamples } from "./count-samples.ts";

const sample = (outcome: Sample["score"]["outcome"], value: number): Sample => ({
  item: "x",
  output: "",
  finish: outcome === "error" ? "error" : "stop",
  logProbabilities: [],
  score: { outcome, value },
});

test("parts are averaged over what was answered, and only where a scorer gives parts", () => {
  const whole = [sample("right", 1), sample("wrong", 0), sample("error", 0)];
  expect(countSamples(whole)).toEqual({ items: 3, right: 1, wrong: 1, formatMisses: 0, contentRight: 0, errors: 1 });
  expect(countSamples([...whole, sample("wrong", 0.8)])).toMatchObject({ items: 4, right: 1, meanValue: 0.6 });
});

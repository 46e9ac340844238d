import { expect, test } from "vitest";
import { isClassOutput } from "./class-outputs.ts";

test("what is measured is the class's, what is trained where the gate trains, and nothing else", () => {
  const files = [
    "adapter.yaml",
    "README.md",
    "data/train.jsonl",
    "data/eval.jsonl",
    "data/sealed.jsonl",
    "data/fixtures/results.json",
    "locks/one.json",
    "results/one.json",
    "sealed-results/one.json",
    "weights/one.gguf",
  ];
  const classOutputs = (weights: "retrain" | "submitted") => files.filter((file) => isClassOutput(file, weights));
  expect(classOutputs("submitted")).toEqual(["data/sealed.jsonl", "results/one.json", "sealed-results/one.json"]);
  expect(classOutputs("retrain")).toEqual([
    "data/sealed.jsonl",
    "locks/one.json",
    "results/one.json",
    "sealed-results/one.json",
    "weights/one.gguf",
  ]);
});

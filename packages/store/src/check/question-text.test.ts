import { fc, test as property } from "@fast-check/vitest";
import type { Item } from "@locollm/core";
import { expect } from "vitest";
import { normalisedQuestion } from "./question-text.ts";

const item = (id: string, prompt: string): Item => ({ id, prompt, answer: "" });

property.prop([fc.string({ unit: fc.constantFrom("a", "Z", "7", " ", "\n", "?", "-", "+", "_", "\t", "'") })])(
  "a question of ASCII signs is normalised like any other",
  (text) => {
    const long = normalisedQuestion(item("x", `${text} é`));
    expect(`${normalisedQuestion(item("x", text))} é`.trim()).toBe(long);
  },
);

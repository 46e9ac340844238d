import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { tokenPieces } from "./token-pieces.ts";

test("the end of the turn has no piece, and parts of one character are one piece", () => {
  expect(
    tokenPieces("Gda\u0144sk!", ["Gda", "\uFFFD", "\uFFFD", "sk", "!", "<|im_end|>"], [-1, -2, -3, -4, -5, -6]),
  ).toEqual([
    { text: "Gda", logProbability: -1 },
    { text: "\u0144", logProbability: -5 },
    { text: "sk", logProbability: -4 },
    { text: "!", logProbability: -5 },
  ]);
  expect(tokenPieces("x", [" x"], [-1])).toEqual([{ text: "x", logProbability: -1 }]);
});

test("tokens of another output are refused", () => {
  expect(tokenPieces("Chile", ["Pe", "ru"], [-1, -1])).toBeNull();
  expect(tokenPieces("Chile", ["Chi"], [-1])).toBeNull();
  expect(tokenPieces("Chile", ["Chile"], [])).toBeNull();
});

test.prop([fc.array(fc.string({ unit: "binary", minLength: 1 }))])("pieces of tokens join to the output", (tokens) => {
  const pieces = tokenPieces(
    tokens.join(""),
    tokens,
    tokens.map(() => -1),
  );
  expect(pieces?.map(({ text }) => text).join("")).toBe(tokens.join(""));
});

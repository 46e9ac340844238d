import { questionOf, type Finding } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";

const fewestRows = 30;
/** The medians of two files of one task differ by less, as our teaching samples do. */
const mostLengthRatio = 2;
/** With more easy rows the score tells mostly what training has drilled. */
const mostEasy = 0.6;

/** How training and evaluation differ in length, and an evaluation set that is mostly easy. */
export function setProfile(train: readonly Row[], evaluation: readonly Row[], evalFile: string): Finding[] {
  if (train.length < fewestRows || evaluation.length < fewestRows) return [];
  const findings: Finding[] = [];
  for (const [what, length] of Object.entries(lengths)) {
    const [trained, asked] = [median(train.map(length)), median(evaluation.map(length))];
    const ratio = (asked + 10) / (trained + 10);
    if (ratio <= mostLengthRatio && ratio >= 1 / mostLengthRatio) continue;
    findings.push({
      code: "length-shift",
      severity: "warning",
      file: evalFile,
      message: `Half of the ${what} have up to ${asked} characters, in train.jsonl up to ${trained}.`,
      fix: "Draw both files from the same kind of rows, or say in README.md why they differ: the score mixes skill with length.",
    });
  }
  const easy = evaluation.filter(({ item }) => item.difficulty === "easy").length;
  if (easy > mostEasy * evaluation.length) {
    findings.push({
      code: "difficulty-easy",
      severity: "warning",
      file: evalFile,
      message: `${easy} of ${evaluation.length} rows are easy.`,
      fix: "Write medium and hard rows, about a third each.",
    });
  }
  return findings;
}

const lengths = {
  questions: ({ item }: Row) => questionOf(item).reduce((sum, { content }) => sum + content.length, 0),
  answers: ({ item }: Row) => (typeof item.answer === "string" ? item.answer : JSON.stringify(item.answer)).length,
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

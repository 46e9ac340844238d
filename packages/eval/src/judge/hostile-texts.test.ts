import { hostileTexts } from "@locollm/core";
import { expect, test } from "vitest";
import { judgePrompt } from "./judge-prompt.ts";

test.each(hostileTexts)("%j stays between the marks of a judge's prompt", (text) => {
  const [system, user, ...rest] = judgePrompt(text, "plain", { task: text, reference: text });
  const [plainSystem] = judgePrompt("a", "plain", { task: "t", reference: "r" });
  expect(rest).toEqual([]);
  expect(system).toEqual(plainSystem);
  const [, mark] = /^=== task (\S+) ===\n/.exec(user!.content)!;
  // Lines with the mark are ours alone, in our order, and nothing but the question follows the last.
  const marked = user!.content.split("\n").filter((line) => line.includes(mark!));
  const names = ["task", "right answer", "answer A", "answer B"];
  expect(marked).toEqual(names.flatMap((name) => [`=== ${name} ${mark} ===`, `=== end of ${name} ${mark} ===`]));
  expect(user!.content.endsWith(`=== end of answer B ${mark} ===\n\nWhich answer is better?`)).toBe(true);
  expect(user!.content).not.toMatch(/<\|im_|<\/s>|\[\/?INST\]|<(?:start|end)_of_turn>/);
});

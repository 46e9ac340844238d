import { expect, test } from "vitest";
import { readMbpp } from "../../../test/mbpp.ts";
import { python } from "./python.ts";

const tasks = readMbpp();

test("MBPP's reference solutions are right, and functions that return None are not", async (context) => {
  if (tasks === undefined) {
    console.log("skipped: no data");
    context.skip();
    return;
  }
  await using scorer = python({ timeLimit: 60, memory: 256 });
  const notRight = await Promise.all(
    tasks.map(async ({ item, solution }) => {
      const { outcome, reason } = await scorer(item, solution);
      return outcome === "right" ? [] : [`${item.id} ${outcome}: ${reason}`];
    }),
  );
  expect(tasks).toHaveLength(974);
  // MBPP/123 tries millions of pairs: right, where a minute is enough for it.
  expect(notRight.flat().filter((line) => !line.startsWith("MBPP/123 "))).toMatchInlineSnapshot(`
    [
      "MBPP/64 format-miss: The code stands amid other text without a code fence. The code raises SyntaxError: unterminated triple-quoted string literal (detected at line 2) in line 2: """.",
      "MBPP/160 wrong: The tests end with AssertionError in line 9: assert candidate(4, 2, 7) == 'No candidate'.",
      "MBPP/341 wrong: The tests end with AssertionError in line 10: assert candidate({12, 13, 14, 15, 16}) == (12, 13, 14, 15, 16).",
      "MBPP/367 wrong: The tests end with NameError: name 'root' is not defined in line 8: assert candidate(root) == False.",
      "MBPP/596 wrong: The tests end with AssertionError in line 8: assert candidate(("A", 1, "B", 2, "C", 3) ) == 104.",
      "MBPP/601 wrong: The tests end with NameError: name 'Pair' is not defined in line 8: assert candidate([Pair(5, 24), Pair(15, 25),Pair(27, 40), Pair(50, 60)], 4) == 3.",
      "MBPP/607 wrong: The tests end with AssertionError in line 9: assert candidate('Its been a very crazy procedure right', 'crazy') == ('crazy', 16, 21).",
      "MBPP/631 wrong: The tests end with AssertionError in line 8: assert candidate('Jumanji The Jungle') == 'Jumanji_The_Jungle'.",
      "MBPP/642 wrong: The tests end with AssertionError in line 8: assert candidate([[(4, 5), (3, 2)], [(2, 2), (4, 6)], [(3, 2), (4, 5)]] ) == {((4, 6), (2, 2)), ((4, 5), (3, 2))}.",
      "MBPP/927 wrong: The tests end with NameError: name 'root' is not defined in line 8: assert candidate(root) == 3.",
      "MBPP/966 wrong: The code raises IndentationError: unexpected indent in line 14: tuple1 = [t for t in tuple1 if t].",
    ]
  `);
  expect(tasks.length - notRight.flat().length).toBeGreaterThanOrEqual(959);
  const right = await Promise.all(
    tasks.map(async ({ item, nothing }) => ((await scorer(item, nothing)).outcome === "right" ? [item.id] : [])),
  );
  expect(right.flat()).toEqual([]);
});

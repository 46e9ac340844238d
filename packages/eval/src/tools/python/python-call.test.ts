import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { runPython } from "../../scorers/python/run-python.ts";
import { pythonCall, pythonResult } from "./python-call.ts";

const block = (code: string) => `\`\`\`python\n${code}\n\`\`\``;

test("the first closed block is the call", () => {
  expect(pythonCall(`Let me see.\n${block("print(3 * 12)")}\nIt prints 99.\nAnswer: 99`)).toEqual({
    text: `Let me see.\n${block("print(3 * 12)")}`,
    code: "print(3 * 12)\n",
  });
  expect(pythonCall("```python\nprint(1)")).toBeNull();
  expect(pythonCall(`Answer: 7\n${block("print(1)")}`)).toBeNull();
  expect(pythonCall("```\nprint(1)\n```")).toBeNull();
});

test("a program's result is what it printed, or why there is nothing", { timeout: 60_000 }, async () => {
  const results: string[] = [];
  for (const code of ["print(3 * 12)", "x = 1", "print(1)\n1 / 0", "while True: pass", "print('a' * 5000)"])
    results.push(pythonResult(await runPython(code, { timeLimit: 2 })).slice(0, 60));
  expect(results).toEqual([
    "36",
    "Nothing was printed.",
    "1\nError: ZeroDivisionError: division by zero",
    "Error: it took too long.",
    "a".repeat(60),
  ]);
});

property.prop([fc.string({ unit: "binary" })])("no text breaks it", (text) => {
  const whole = block(text);
  expect(whole.startsWith(pythonCall(whole)?.text ?? "")).toBe(true);
});

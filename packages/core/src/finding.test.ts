import { expect, test } from "vitest";
import { firstFindings, type Finding } from "./finding.ts";

const finding = (severity: Finding["severity"], at: number): Finding => ({
  code: "a-code",
  severity,
  line: at + 1,
  message: "It is wrong.",
  fix: "Mend it.",
});

test("the errors come first, and one finding counts those that are left out", () => {
  const notes = Array.from({ length: 5 }, (_, at) => finding("note", at));
  expect(firstFindings(notes, 5)).toEqual(notes);
  expect(firstFindings(notes, 3).map(({ code, severity }) => [code, severity])).toEqual([
    ["a-code", "note"],
    ["a-code", "note"],
    ["a-code", "note"],
    ["findings-cut", "note"],
  ]);
  const [first, ...others] = firstFindings([...notes, finding("error", 9)], 2);
  expect(first).toEqual(finding("error", 9));
  expect(others.at(-1)).toMatchObject({
    code: "findings-cut",
    severity: "error",
    message: "4 more are not named, because 2 problems are named already.",
  });
});

test("what a finding quotes is cut in the middle, wherever it is long", () => {
  const quoted = (length: number) => ({ ...finding("error", 0), message: `${"𝒂".repeat(length / 2)} is not a field.` });
  expect(firstFindings([quoted(300)], 5)).toEqual([quoted(300)]);
  for (const length of [70_000, 70_002]) {
    const [{ message } = finding("error", 0)] = firstFindings([quoted(length)], 5);
    expect(message).toMatch(/^(𝒂){150}… \d+ characters more …(𝒂){41,42} is not a field\.$/u);
    expect(message).not.toContain("\ufffd");
  }
});

import { z } from "zod";

const codeSchema = z.string().regex(/\S/, "must not be empty");

/** What the python scorer's answer holds: tests that follow the code, and what stands before it. */
export const pythonTestsSchema = z.strictObject({
  tests: codeSchema.describe("Python that runs after the code and raises an error where it is wrong; asserts."),
  setup: codeSchema.optional().describe("Python that runs before the code: imports, given functions."),
});
export type PythonTests = z.infer<typeof pythonTestsSchema>;

/** The tests that an answer holds: its text, or its `tests` and `setup`. Null where it has another form. */
export function pythonTestsOf(answer: unknown): PythonTests | null {
  return pythonTestsSchema.safeParse(typeof answer === "string" ? { tests: answer } : answer).data ?? null;
}

import { fc, test } from "@fast-check/vitest";
import { gradeRulesSchema, semesterManifestSchema } from "@locollm/core";
import { expect } from "vitest";
import { deadlineOf, latenessOf } from "./lateness.ts";

const rules = gradeRulesSchema.parse({}).late;
const deadline = "2026-10-09T17:00:00+11:00";
const hour = 60 * 60 * 1000;
const after = (milliseconds: number) => new Date(Date.parse(deadline) + milliseconds).toISOString();

test.each([
  ["2026-10-09T16:59:59+11:00", "In time."],
  // The same instant in another zone, in the grace.
  ["2026-10-09T06:59:00Z", "In time."],
  ["2026-10-09T07:00:01Z", "Within the first day after the deadline: 90 % of the points are left."],
  ["2026-10-11T18:00:00+11:00", "On day 2 after the deadline: 80 % of the points are left."],
  ["2026-10-17T17:00:00+11:00", "On day 8 after the deadline; after 7 nothing is graded."],
])("what comes at %s is told: %s", (received, sentence) => {
  expect(latenessOf(received, deadline, rules).sentence).toBe(sentence);
});

test.prop([fc.integer({ min: -500, max: 500 }), fc.integer({ min: 0, max: 200 })])(
  "who comes later never keeps more",
  (hours, more) => {
    const [first, second] = [hours, hours + more].map((at) => latenessOf(after(at * hour), deadline, rules));
    expect(second!.keeps).toBeLessThanOrEqual(first!.keeps);
    expect(second!.days).toBeGreaterThanOrEqual(first!.days);
  },
);

test("the only deadline counts, one of several has to be named, and none is the semester's end", () => {
  const semester = (deadlines: { name: string; at: string }[]) =>
    semesterManifestSchema.parse({
      schema: 1,
      title: "Test",
      starts: "2026-07-27T09:00:00+10:00",
      ends: "2026-11-20T17:00:00+11:00",
      bases: ["tiny"],
      grade: { deadlines },
    });
  const [one, two] = ["one", "two"].map((name) => ({ name, at: deadline })) as [Named, Named];
  type Named = { name: string; at: string };
  expect(deadlineOf(semester([]))).toEqual({ name: "end", at: "2026-11-20T17:00:00+11:00" });
  expect(deadlineOf(semester([one]))).toEqual(one);
  expect(deadlineOf(semester([one, two]), "two")).toEqual(two);
  expect(() => deadlineOf(semester([one, two]))).toThrow("The semester has 2 deadlines: one, two.");
  expect(() => deadlineOf(semester([one, two]), "tow")).toThrow("There is no deadline called tow.");
});

import { semesterManifestSchema } from "@locollm/core";
import { expect, test } from "vitest";
import { deadlineWords } from "./deadline-words.ts";
import { localMoment } from "./local-moment.ts";

const semester = semesterManifestSchema.parse({
  schema: 1,
  title: "A semester",
  starts: "2026-07-27T09:00:00+10:00",
  ends: "2026-11-20T17:00:00+11:00",
  bases: ["small"],
  gate: {},
});
const two = [
  { name: "project-2", at: "2026-10-09T17:00:00+11:00" },
  { name: "project-1", at: "2026-09-04T17:00:00+10:00" },
];
const withTwo = { ...semester, grade: { ...semester.grade, deadlines: two } };

test.each([
  ["2026-09-02T13:30:00+10:00", "2 d 3 h before the deadline project-1 (2026-09-04T17:00:00+10:00)"],
  ["2026-09-04T07:00:00Z", "0 s before the deadline project-1 (2026-09-04T17:00:00+10:00)"],
  [
    "2026-09-04T18:05:59+10:00",
    "1 h 5 min after the deadline project-1 (2026-09-04T17:00:00+10:00); 34 d 21 h before the deadline project-2 (2026-10-09T17:00:00+11:00)",
  ],
  ["2026-10-10T17:00:00+11:00", "1 d after the deadline project-2 (2026-10-09T17:00:00+11:00)"],
])("%s", (at, words) => expect(deadlineWords(withTwo, new Date(at))).toBe(words));

test("without deadlines it is the semester's end", () => {
  expect(deadlineWords(semester, new Date("2026-11-20T05:59:20Z"))).toBe(
    "40 s before the deadline end (2026-11-20T17:00:00+11:00)",
  );
});

test("a moment in the machine's zone is the same moment", () => {
  for (const at of ["2026-01-15T23:59:59Z", "2026-07-15T00:00:00Z"])
    expect(new Date(localMoment(new Date(at))).getTime()).toBe(Date.parse(at));
});

import type { InstructorRecord } from "@locollm/core";

/** What an instructor keeps of a submission in time, its first try, that did all that was asked. */
export const instructorRecord: InstructorRecord = {
  schema: 1,
  adapter: "2026-s2/tides",
  files: "a".repeat(64),
  measured: "b".repeat(64),
  head: null,
  author: null,
  received: { at: "2026-10-09T16:58:00+11:00", by: "commit" },
  deadline: { name: "end", at: "2026-11-20T17:00:00+11:00" },
  late: { days: 0, keeps: 1, sentence: "In time." },
  tries: 3,
  parts: [{ part: "check", points: 30, of: 30, because: "loco check finds no error." }],
  similar: [],
};

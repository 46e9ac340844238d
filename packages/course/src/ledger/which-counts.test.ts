import type { InstructorRecord } from "@locollm/core";
import { expect, test } from "vitest";
import { instructorRecord } from "../../test/instructor-record.ts";
import { whichCounts } from "./which-counts.ts";

type About = readonly [measures: string | null, keeps?: number];
/** In the order in which they came. */
const records = (...about: readonly About[]): InstructorRecord[] =>
  about.map(([measured, keeps = 1], at) => ({
    ...instructorRecord,
    head: `${at}`,
    measured,
    late: { ...instructorRecord.late, keeps },
  }));

test.each<[string, About[], string | null, number]>([
  ["nothing came", [], null, 0],
  ["the last of the tries", [["1"], ["2"]], "1", 2],
  ["a refusal after it changes nothing", [["1"], [null]], "0", 1],
  ["only refusals: the last is seen with its reasons", [[null], [null]], "1", 0],
  ["a fourth try is not graded", [["1"], ["2"], ["3"], ["4"]], "2", 4],
  ["refusals use no try", [[null], [null], [null], ["1"], [null], ["2"], ["3"]], "6", 3],
  ["the same rows with another card are the same try", [["1"], ["2"], ["3"], ["3"]], "3", 3],
  [
    "a try beyond the graded ones does not count because they came too late",
    [["1", 0], ["2", 0], ["3", 0], ["4"]],
    "2",
    4,
  ],
  ["so they are long after", [["1"], ["2"], ["3"], ["4"], ["1"]], "4", 4],
  [
    "what came when nothing is graded any more does not undo what came before",
    [
      ["1", 0.9],
      ["2", 0],
    ],
    "0",
    2,
  ],
  [
    "all of it came too late: the last",
    [
      ["1", 0],
      ["2", 0],
    ],
    "1",
    2,
  ],
])("%s", (_, about, head, used) => {
  const counted = whichCounts(records(...about));
  expect(counted?.record.head ?? null).toBe(head);
  expect(counted?.used ?? 0).toBe(used);
});

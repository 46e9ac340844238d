import { parse } from "yaml";
import { expect, test } from "vitest";
import { namingPanel } from "./write-panel.ts";

const [old, fresh] = ["0", "1"].map((digit) => ({ file: "panel.jsonl", sha256: digit.repeat(64) })) as [Panel, Panel];
type Panel = Parameters<typeof namingPanel>[1];

test.each([
  ["no grade", "bases: [a]  # the default\n"],
  [
    "rules without a panel",
    "bases: [a]\ngrade:\n  # the margin\n  margin: 0.1\n  tries: 2\nask: { minimumConfidence: 0.5 }\n",
  ],
  ["rules on one line", "grade: { margin: 0.1 }\nbases: [a]\n"],
  ["another panel, last", `bases: [a]\ngrade:\n  panel: { file: p.jsonl, sha256: "${old.sha256}" }\n`],
  [
    "another panel in lines",
    `grade:\n  panel:\n    file: p.jsonl\n    sha256: "${old.sha256}"\n  margin: 0.1\nbases: [a]\n`,
  ],
])("a panel is written into semester.yaml beside %s", (_, before) => {
  const after = namingPanel(before, fresh);
  const [was, is] = [before, after].map((text) => parse(text) as { grade?: object });
  expect(is).toEqual({ ...was, grade: { ...was!.grade, panel: fresh } });
  for (const comment of before.match(/#.*/g) ?? []) expect(after).toContain(comment);
  expect(namingPanel(after, fresh)).toBe(after);
});

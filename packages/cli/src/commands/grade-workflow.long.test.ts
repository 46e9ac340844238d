import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { classOnGitHub } from "../../test/class-on-github.ts";

const semester = "semesters/2026-s2";
const rows = `${semester}/adapters/iso-dates/data/eval.jsonl`;

test("a measured submission's whole report passes the job that may post", async () => {
  const takeWeights = async (root: string) => {
    const file = path.join(root, semester, "semester.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace("grade:\n", "grade:\n  weights: submitted\n"));
  };
  await using made = await classOnGitHub({ prepare: takeWeights });
  const { github } = made;
  const student = await made.fork("student");
  const all = await readFile(path.join(student.root, rows), "utf8");
  await student.write(rows, all.split("\n").slice(1).join("\n"));
  const commit = await student.push(1);
  const run = await made.grade(1);
  expect(run["post"]!.result, JSON.stringify(run, null, 2)).toBe("success");
  const { body } = github.comments.get(1)![0]!;
  expect(github.checks[0], body).toMatchObject({ head_sha: commit, conclusion: "success" });
  for (const words of ["Training data unverified", "## What it does to the others", "```text\n", "It may be wrong."])
    expect(body).toContain(words);
});

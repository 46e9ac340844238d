import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workflowProblems } from "./workflow-rules.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, ".github/workflows");
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const grade = read("grade.yml");

test.each(readdirSync(folder))("%s keeps the rules", (name) => {
  expect(workflowProblems(name, read(name))).toEqual([]);
});

test("every action says which version its commit is, and one action has one commit", () => {
  const pins = new Map<string, Set<string>>();
  for (const name of readdirSync(folder)) {
    for (const [, action, rest] of read(name).matchAll(/uses: (actions\/[\w-]+)[\w/-]*@(.*)/g)) {
      expect(rest).toMatch(/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      pins.set(action!, (pins.get(action!) ?? new Set()).add(rest!));
    }
  }
  expect([...pins].filter(([, commits]) => commits.size > 1)).toEqual([]);
});

test("workflows install with the package manager that package.json names", () => {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { packageManager: string };
  const named = [...grade.matchAll(/npx --yes (\S+)/g)].map(([, manager]) => manager);
  expect(named).toEqual([packageManager, packageManager]);
});

const broken: readonly [string, string, string, string][] = [
  [
    "an action by its tag",
    "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/checkout@v7",
    "not pinned",
  ],
  ["a value in a script", "post grade \\", "post ${{ github.head_ref }} \\", "Hand it over in env"],
  ["the fork's code", "fetch-depth: 0", "ref: ${{ github.event.pull_request.head.sha }}", "checkout sets ref"],
  ["the fork's code by git", 'fork="$(git', 'git checkout "$HEAD_SHA"\n          fork="$(git', "nothing else"],
  ["a token in the clone", "persist-credentials: false", "persist-credentials: true", "leaves its token"],
  ["a cache that a fork fills", "actions/cache/restore@", "actions/cache@", "A cache is written"],
  ["all permissions", "      contents: read\n    outputs", "      contents: write\n    outputs", "does more than post"],
  ["permissions unsaid", "permissions: {}", "permissions: read-all", "above all jobs"],
  ["the instructor's record", "--out grade", "--out grade --records grade", "the instructor's"],
  ["no time limit", "    timeout-minutes: 10\n", "", "timeout-minutes is missing"],
  [
    "code in the job that posts",
    "- name: Post\n",
    "- run: npm test\n      - name: Post\n",
    "does more than post: npm test",
  ],
  ["what GitHub does not know", "cancel-in-progress: true", "cancel-in-progres: true", "cancel-in-progres"],
];

test.each(broken)("%s is found", (_, from, to, problem) => {
  const text = grade.replace(from, to);
  expect(text).not.toBe(grade);
  expect(workflowProblems("grade.yml", text).join("\n")).toContain(problem);
});

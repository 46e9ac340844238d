import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const text = readFileSync(join(root, ".gitlab/grade.gitlab-ci.yml"), "utf8");
const { ".loco": shared, ...jobs } = parse(text) as Record<string, Record<string, unknown>>;

test("GitLab's jobs run on the default branch alone, and one of them may post", () => {
  expect(shared).toMatchObject({ variables: { GIT_SUBMODULE_STRATEGY: "none" } });
  for (const [name, job] of Object.entries(jobs)) {
    expect(job["extends"], name).toBe(".loco");
    expect(job["timeout"], name).toBeDefined();
    for (const { if: condition } of job["rules"] as { if: string }[])
      expect(condition, name).toMatch(/^\$CI_PIPELINE_SOURCE == "\w+" && \$CI_COMMIT_BRANCH == \$CI_DEFAULT_BRANCH$/);
    const says = (job["script"] as string[]).join("\n");
    expect(says.includes("main.ts post "), name).toBe("environment" in job);
    expect(says, name).not.toMatch(/--(records|sealed)\b|\bgit (checkout|switch|merge |pull|submodule|lfs)/);
  }
  // Only the default branch's own push fills the cache.
  expect(Object.keys(jobs).filter((name) => (jobs[name]!["cache"] as { policy?: string })?.policy !== "pull")).toEqual([
    "loco-post",
    "loco-prepare",
  ]);
  expect(jobs["loco-post"]!["cache"]).toBeUndefined();
});

test("it installs with the package manager that package.json names", () => {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { packageManager: string };
  expect(new Set([...text.matchAll(/npx --yes (\S+)/g)].map(([, manager]) => manager))).toEqual(
    new Set([packageManager]),
  );
});

const commit = { id: "a".repeat(40) };
const opened = { iid: 8, action: "open", target_branch: "main", last_commit: commit };

test.each([
  [{ object_kind: "merge_request", object_attributes: opened }, `8 ${commit.id}`],
  [{ object_kind: "merge_request", object_attributes: { ...opened, action: "update", oldrev: "b" } }, `8 ${commit.id}`],
  [{ object_kind: "merge_request", object_attributes: { ...opened, action: "update" } }, ""],
  [{ object_kind: "merge_request", object_attributes: { ...opened, target_branch: "other" } }, ""],
  [{ object_kind: "push" }, ""],
  [{ object_kind: "merge_request", object_attributes: { ...opened, iid: "8; touch it-ran" } }, "refused"],
  [
    { object_kind: "merge_request", object_attributes: { ...opened, last_commit: { id: "--upload-pack=x" } } },
    "refused",
  ],
])("of a webhook's %j it reads %j", async (payload, expected) => {
  const folder = mkdtempSync(join(os.tmpdir(), "loco webhook-"));
  try {
    const file = join(folder, "payload.json");
    writeFileSync(file, JSON.stringify(payload));
    const run = await execa("node", [join(root, ".gitlab/merge-request.mjs")], {
      env: { TRIGGER_PAYLOAD: file, CI_DEFAULT_BRANCH: "main" },
      reject: false,
    });
    expect(run.failed ? "refused" : run.stdout).toBe(expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

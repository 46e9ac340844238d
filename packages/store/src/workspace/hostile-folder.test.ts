import { execFileSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { checkAdapter } from "../check/check-adapter.ts";
import { readWorkspace } from "./read-workspace.ts";
import { demoCard, demoManifest, temporaryClass } from "./temporary-class.ts";

const folder = "semesters/2026-s2/adapters/demo";

async function codesOf(root: string): Promise<string[]> {
  const workspace = await readWorkspace(root);
  const semester = workspace.semesters[0]!;
  const { findings } = await checkAdapter(semester.adapters[0]!, { gate: semester.manifest.gate });
  return [...workspace.findings, ...findings]
    .filter(({ severity }) => severity === "error")
    .map(({ code, file }) => `${code} ${path.posix.basename(file!)}`);
}

test.skipIf(process.platform === "win32")("what stands behind a linked data folder is not read", async () => {
  await using made = await temporaryClass({
    [`${folder}/adapter.yaml`]: demoManifest,
    [`${folder}/README.md`]: demoCard,
  });
  const elsewhere = path.join(made.root, "elsewhere");
  await mkdir(elsewhere);
  await writeFile(path.join(elsewhere, "train.jsonl"), "secret\n");
  await symlink(elsewhere, path.join(made.root, folder, "data"));
  expect(await codesOf(made.root)).toEqual([
    "file-is-link data",
    "rows-too-few train.jsonl",
    "rows-too-few eval.jsonl",
  ]);
});

test.skipIf(process.platform === "win32")("a pipe in the place of a file does not hang the check", async () => {
  await using made = await temporaryClass({
    [`${folder}/adapter.yaml`]: demoManifest,
    [`${folder}/README.md`]: demoCard,
  });
  const card = path.join(made.root, folder, "README.md");
  await rm(card);
  execFileSync("mkfifo", [card]);
  await mkdir(path.join(made.root, folder, "data"));
  execFileSync("mkfifo", [path.join(made.root, folder, "data", "train.jsonl")]);
  expect(await codesOf(made.root)).toEqual(
    expect.arrayContaining(["file-not-regular README.md", "file-not-regular train.jsonl"]),
  );
});

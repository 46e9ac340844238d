import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fc, test } from "@fast-check/vitest";
import { execa } from "execa";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { commitFiles } from "../submission/commit-files.ts";
import type { SubmittedFile } from "../submission/submitted-file.ts";
import type { OwnRepository } from "./own-git.ts";
import { scratchCommit } from "./scratch-commit.ts";

const folder = "semesters/2026-s2/adapters/tide-tables";
const somebody = "A Student <student@example.org> 1790000000 +1100";
const people = { author: somebody, committer: somebody, message: "Submit ü\n" };

let root: string;
let own: OwnRepository;
let first: string;
const git = async (...args: string[]) =>
  (await execa("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], { cwd: root })).stdout;

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "loco own-"));
  own = { root, signal: new AbortController().signal };
  await git("init", "-q", "-b", "main");
  await writeFile(path.join(root, "README.md"), "A class\n");
  await git("add", "-A");
  await git("commit", "-q", "-m", "A class");
  first = await git("rev-parse", "HEAD");
});
afterAll(() => rm(root, { recursive: true, force: true }));

function file(name: string, content: Uint8Array, kind: SubmittedFile["kind"] = "file"): SubmittedFile {
  return { path: `${folder}/${name}`, kind, bytes: content.length, read: () => Promise.resolve(content) };
}

/** Names that a folder may hold: no empty step, none that git keeps for itself, and whole characters only. */
const name = fc
  .array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 })
  .map((steps) => steps.map((step) => `x${step.replaceAll(/[/\0]/g, "\n")}`).join("/"));

test.prop(
  [fc.uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 40 })), { selector: ([one]) => one, maxLength: 12 })],
  {
    numRuns: 15,
  },
)("any name and any content arrives byte for byte", async (files) => {
  // A name may not be another's folder.
  const plain = files.filter(([one]) => !files.some(([other]) => other.startsWith(`${one}/`)));
  const sent = plain.map(([one, content]) => file(one, content, "executable"));
  await using scratch = await scratchCommit(own, { parents: [first], beside: first, folder, files: sent, ...people });
  const arrived = await commitFiles(scratch.repository, scratch.commit, folder);
  const read = await Promise.all(
    arrived.map(async (one) => [one.path, one.kind, Buffer.from(await one.read()).toString("hex")]),
  );
  const wanted = sent.map((one, i) => [one.path, "file", Buffer.from(plain[i]![1]).toString("hex")]);
  expect(new Set(read.map(String))).toEqual(new Set(wanted.map(String)));
});

test("the clone has nothing of it until it is kept; beside the folder all is as it was", async () => {
  const objects = () => git("count-objects");
  const before = await objects();
  const files = [file("README.md", Buffer.from("# Tides\n")), file("data/link", Buffer.from("../x"), "link")];
  const second = await (async () => {
    await using one = await scratchCommit(own, { parents: [first], beside: first, folder, files, ...people });
    expect(await objects()).toBe(before);
    await one.keep();
    expect(await git("ls-tree", "-r", "--format=%(objectmode) %(path)", one.commit)).toBe(
      `100644 README.md\n100644 ${folder}/README.md\n120000 ${folder}/data/link`,
    );
    return one.commit;
  })();
  // A further one replaces the folder whole, and stands on two parents where the class moved on.
  await using next = await scratchCommit(own, {
    ...people,
    parents: [second, first],
    beside: first,
    folder,
    files: [file("adapter.yaml", Buffer.from("schema: 1\n"))],
  });
  await next.keep();
  expect(await git("show", "--no-patch", "--format=%P|%an|%s|%ai", next.commit)).toBe(
    `${second} ${first}|A Student|Submit ü|2026-09-22 01:13:20 +1100`,
  );
  expect(await git("ls-tree", "-r", "--name-only", next.commit)).toBe(`README.md\n${folder}/adapter.yaml`);
  const { repository } = next;
  await next[Symbol.asyncDispose]();
  expect(existsSync(repository)).toBe(false);
  expect(await git("for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
});

test("what ends on the way leaves no scratch folder", async () => {
  const tmp = await mkdtemp(path.join(root, "tmp-"));
  for (const variable of ["TMPDIR", "TEMP"]) vi.stubEnv(variable, tmp);
  const broken = { ...file("a", new Uint8Array()), read: () => Promise.reject(new Error("the disk is gone")) };
  await expect(
    scratchCommit(own, { parents: [first], beside: first, folder, files: [broken], ...people }),
  ).rejects.toThrow("the disk is gone");
  expect(await readdir(tmp)).toEqual([]);
  vi.unstubAllEnvs();
});

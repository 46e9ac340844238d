import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSubmission } from "./open-submission.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "loco-hostile-git-"));
  await git(["init", "-q", "-b", "main"]);
  const empty = await tree({});
  await git(["update-ref", "refs/heads/main", await commit(empty)]);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function git(args: readonly string[], input: string | Uint8Array = ""): Promise<string> {
  const person = ["-c", "user.name=Student", "-c", "user.email=student@class.invalid"];
  const { stdout } = await execa("git", [...person, ...args], { cwd: root, input });
  return stdout.trim();
}

const blob = (content: string | Uint8Array) => git(["hash-object", "-w", "--stdin"], content);
const commit = async (of: string, parent?: string) =>
  git(["commit-tree", of, ...(parent === undefined ? [] : ["-p", parent]), "-m", "x"]);

/** A tree as nobody could check it out: git writes its entries without a look at their names. */
async function tree(entries: Readonly<Record<string, readonly [mode: string, object: string]>>): Promise<string> {
  const raw = Object.entries(entries).map(([name, [mode, object]]) =>
    Buffer.concat([Buffer.from(`${mode} ${name.replace(/#.*/, "")}\0`), Buffer.from(object, "hex")]),
  );
  return git(["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], Buffer.concat(raw));
}

/** What a branch with that adapter's folder is told. */
async function told(entries: Parameters<typeof tree>[0]): Promise<string[]> {
  let inner = await tree(entries);
  for (const name of ["mutant", "adapters", "2026-s2", "semesters"]) inner = await tree({ [name]: ["40000", inner] });
  const base = await git(["rev-parse", "main"]);
  await git(["update-ref", "refs/heads/mine", await commit(inner, base)]);
  try {
    await using opened = await openSubmission(root, "main", "mine");
    return opened.findings.map(({ code, file = "" }) => `${code} ${file.split("/mutant").at(-1)!.slice(1, 40)}`);
  } catch (error) {
    if (error instanceof LocoError) return [`thrown ${error.code}`];
    throw error;
  }
}

test("what is odd in a commit is told, and nothing of it is checked out", async () => {
  const text = await blob("schema: 1\n");
  const file = ["100644", text] as const;
  const sub = await tree({ "x.md": file });
  const cases: Readonly<Record<string, Parameters<typeof tree>[0]>> = {
    "nothing odd": { "adapter.yaml": file },
    "another repository": { "adapter.yaml": file, data: ["160000", "1".repeat(40)] },
    "a link": { "adapter.yaml": ["120000", await blob("/etc/passwd")] },
    "a program": { "adapter.yaml": ["100755", text] },
    "an unknown kind": { "adapter.yaml": ["100000", text] },
    "attributes with a filter": { ".gitattributes": ["100644", await blob("* filter=evil diff=evil merge=evil\n")] },
    "modules from elsewhere": { ".gitmodules": ["100644", await blob('[submodule "x"]\n\turl = ext::sh -c id\n')] },
    "a repository within": { ".git": ["40000", await tree({ config: file })] },
    "a folder that leads out": { "..": ["40000", sub] },
    "a name with a slash": { "../../evil": file },
    "an entry twice": { "adapter.yaml#1": file, "adapter.yaml#2": ["100644", await blob("schema: 2\n")] },
    "names that differ in case": { "README.md": file, "readme.md": file },
    "a name that is no UTF-8, or moves the cursor": { "\u001b[2J.md": file, "\u202e.md": file },
    "a blob that is not there": { "adapter.yaml": ["100644", "2".repeat(40)] },
    "a blob of 120 MB": { "README.md": ["100644", await blob(new Uint8Array(120_000_000))] },
    "a pointer to other storage": {
      "README.md": ["100644", await blob("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n")],
    },
  };
  const lines: string[] = [];
  for (const [name, entries] of Object.entries(cases)) lines.push(`${name}: ${(await told(entries)).join(", ")}`);
  expect(lines).toMatchInlineSnapshot(`
    [
      "nothing odd: ",
      "another repository: file-is-submodule data",
      "a link: file-is-link adapter.yaml",
      "a program: file-executable adapter.yaml",
      "an unknown kind: ",
      "attributes with a filter: file-unexpected .gitattributes",
      "modules from elsewhere: file-unexpected .gitmodules",
      "a repository within: file-unexpected .git/config",
      "a folder that leads out: file-unexpected ../x.md",
      "a name with a slash: file-unexpected ../../evil",
      "an entry twice: path-collision adapter.yaml",
      "names that differ in case: file-unexpected readme.md, path-collision readme.md",
      "a name that is no UTF-8, or moves the cursor: file-unexpected ␛[2J.md, file-unexpected <U+202E>.md",
      "a blob that is not there: file-not-regular adapter.yaml",
      "a blob of 120 MB: file-too-large README.md",
      "a pointer to other storage: ",
    ]
  `);
});

test("a tree of 10^10 files, all of them the same", async () => {
  let inner = await tree({ x: ["100644", await blob("")] });
  for (let depth = 0; depth < 10; depth++)
    inner = await tree(Object.fromEntries(Array.from("0123456789", (name) => [name, ["40000", inner] as const])));
  expect(await told({ data: ["40000", inner] })).toEqual(["commit-too-large "]);
});

test("references with odd names are references or nothing", async () => {
  for (const ref of ["--output=/tmp/x", "-h", "main:adapter.yaml", "refs/heads/$(id)", "\u202emain", "main\nmain"])
    await expect(openSubmission(root, "main", ref)).rejects.toMatchObject({ code: "git-failed" });
});

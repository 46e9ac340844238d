import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { changedPaths } from "./changed-paths.ts";
import { commitFiles } from "./commit-files.ts";
import { folderFiles } from "./folder-files.ts";
import { inspectFiles } from "./inspect-files.ts";
import { openPlacedSubmission, openSubmission } from "./open-submission.ts";
import { placeFiles } from "./place-files.ts";
import { touchedAdapter } from "./touched-adapter.ts";

const folder = "semesters/2026-s2/adapters/tide-tables";
const fair = {
  [`${folder}/adapter.yaml`]: "schema: 1\n",
  [`${folder}/README.md`]: "# Tide tables\n",
  [`${folder}/data/train.jsonl`]: '{"id":"t1"}\n',
};

/** A bare repository with a class in it, and a clone in which a student works. */
async function classWithFork() {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco fork-"));
  const fork = path.join(root, "fork");
  const git = (cwd: string, ...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Student", "-c", "user.email=student@class.invalid", ...args], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  git(root, "init", "-q", "--bare", "-b", "main", "class.git");
  git(root, "clone", "-q", path.join(root, "class.git"), "fork");
  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(fork, name)), { recursive: true });
      await writeFile(path.join(fork, name), text);
    }
  };
  await write({ "README.md": "A class\n", "semesters/2026-s2/adapters/other/adapter.yaml": "schema: 1\n" });
  git(fork, "checkout", "-q", "-b", "main");
  git(fork, "add", "-A");
  git(fork, "commit", "-q", "-m", "A class");
  git(fork, "push", "-q", "origin", "main");
  git(fork, "checkout", "-q", "-b", "mine");
  return {
    root,
    fork,
    write,
    git: (...args: string[]) => git(fork, ...args),
    commit: () => {
      git(fork, "add", "-A", "-f");
      git(fork, "commit", "-q", "--no-verify", "-m", "My adapter");
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function inspected(made: Awaited<ReturnType<typeof classWithFork>>) {
  const change = await changedPaths(made.fork, "main");
  const { adapter, findings } = touchedAdapter(change.paths);
  const files = adapter === null ? [] : await commitFiles(made.fork, change.head, folder);
  const told = [...findings, ...inspectFiles(folder, files)];
  return { adapter, files, told: told.map(({ code, file }) => `${code} ${file ?? ""}`.replace(`${folder}/`, "")) };
}

test("a fair submission is found, read from git's objects, and written as plain files", async () => {
  await using made = await classWithFork();
  await made.write(fair);
  made.commit();
  // What lies in the working tree is not what was sent.
  await made.write({ [`${folder}/README.md`]: "changed later\n" });
  const { adapter, files, told } = await inspected(made);
  expect(adapter).toBe("2026-s2/tide-tables");
  expect(told).toEqual([]);
  const scratch = path.join(made.root, "scratch");
  await placeFiles(scratch, files);
  expect(await readFile(path.join(scratch, folder, "README.md"), "utf8")).toBe("# Tide tables\n");
  await expect(placeFiles(scratch, files)).rejects.toMatchObject({ code: "EEXIST" });
});

test("what lies outside the own folder is named, path by path", async () => {
  await using made = await classWithFork();
  await made.write({ ...fair, ".github/workflows/grade.yml": "on: push\n", "README.md": "Mine now\n" });
  made.git("rm", "-q", "semesters/2026-s2/adapters/other/adapter.yaml");
  made.commit();
  const stray = ["outside-own-folder .github/workflows/grade.yml", "outside-own-folder README.md"];
  expect((await inspected(made)).told).toEqual(["several-adapters ", ...stray]);
  made.git("checkout", "-q", "main", "--", "semesters/2026-s2/adapters/other");
  made.commit();
  expect((await inspected(made)).told).toEqual(stray);
});

test("a file moved out of another's folder counts on both sides", async () => {
  await using made = await classWithFork();
  await mkdir(path.join(made.fork, folder), { recursive: true });
  made.git("mv", "semesters/2026-s2/adapters/other/adapter.yaml", `${folder}/adapter.yaml`);
  made.commit();
  expect((await inspected(made)).told).toEqual(["several-adapters "]);
});

test.skipIf(process.platform === "win32")(
  "files that run, lead away, unpack or hide are named, and none of them is opened",
  async () => {
    await using made = await classWithFork();
    const flag = path.join(made.root, "ran");
    await made.write({
      ...fair,
      [`${folder}/package.json`]: JSON.stringify({ scripts: { postinstall: `touch ${JSON.stringify(flag)}` } }),
      [`${folder}/weights/adapter.pkl`]: "cos\nsystem\n(S'true'\ntR.",
      [`${folder}/data/make.py`]: "print()\n",
      [`${folder}/rows.zip`]: "PK",
      [`${folder}/notes.txt`]: "",
      [`${folder}/readme.md`]: "# Another\n",
      [`${folder}/.gitattributes`]: "* filter=evil\n",
      [`${folder}/data/eval.jsonl`]: "",
    });
    await symlink("/etc/passwd", path.join(made.fork, folder, "data", "fixtures"));
    await chmod(path.join(made.fork, folder, "data", "eval.jsonl"), 0o755);
    made.commit();
    made.git("config", "filter.evil.smudge", `touch ${flag}`);
    made.git("config", "diff.external", `touch ${flag}`);
    made.git("config", "core.fsmonitor", `touch ${flag}`);
    const { files, told } = await inspected(made);
    expect(told).toMatchInlineSnapshot(`
      [
        "file-unexpected .gitattributes",
        "file-executable data/eval.jsonl",
        "file-is-link data/fixtures",
        "file-dangerous data/make.py",
        "file-unexpected notes.txt",
        "file-dangerous package.json",
        "file-unexpected readme.md",
        "path-collision readme.md",
        "file-dangerous rows.zip",
        "file-dangerous weights/adapter.pkl",
      ]
    `);
    expect(existsSync(flag)).toBe(false);
    // The same folder without git is told the same, but for git's own file.
    const plain = inspectFiles(folder, await folderFiles(made.fork, folder));
    expect(plain.map(({ code }) => code).sort()).toEqual(
      inspectFiles(folder, files)
        .map(({ code }) => code)
        .sort(),
    );
  },
);

test("a file that is too large is told by its size alone", () => {
  const read = () => Promise.reject(new Error("nobody may open it"));
  const huge = [{ path: `${folder}/weights/base.gguf`, kind: "file" as const, bytes: 11e6, read }];
  expect(inspectFiles(folder, huge)).toMatchObject([{ code: "file-too-large" }]);
});

test("a reference that is not there, or that looks like an option", async () => {
  await using made = await classWithFork();
  for (const ref of ["gone", "--upload-pack=touch x"])
    await expect(changedPaths(made.fork, ref)).rejects.toMatchObject({ code: "git-failed" });
});

test("a submission is opened beside the class as it is, without what is wrong with it", async () => {
  await using made = await classWithFork();
  await made.write({
    ...fair,
    [`${folder}/data/\u202ejson.train`]: "",
    [`${folder}/setup.py`]: "",
    "semesters/2026-s2/semester.yaml": "gate: { alpha: 0.4 }\n",
  });
  made.commit();
  await using opened = await openSubmission(made.fork, "main");
  expect(opened.adapter).toBe("2026-s2/tide-tables");
  expect(opened.findings.map(({ code }) => code)).toEqual(["outside-own-folder", "file-unexpected", "file-dangerous"]);
  const files = (await readdir(opened.root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(opened.root, path.join(entry.parentPath, entry.name)));
  // The rules that it wanted to change are the class's; here it has none.
  expect(files.sort()).toEqual([...Object.keys(fair), "semesters/2026-s2/adapters/other/adapter.yaml"].sort());
  const { root } = opened;
  await opened[Symbol.asyncDispose]();
  expect(existsSync(root)).toBe(false);
});

test("what the class changed since the branch left it is as the class has it, as a merge would leave it", async () => {
  await using made = await classWithFork();
  made.git("checkout", "-q", "main");
  await made.write({ ...fair, [`${folder}/locks/old.json`]: "{}" });
  made.commit();
  made.git("checkout", "-q", "-B", "mine");
  await made.write({ [`${folder}/README.md`]: "# Mine\n" });
  await rm(path.join(made.fork, folder, "data/train.jsonl"));
  made.commit();
  made.git("checkout", "-q", "main");
  await made.write({ [`${folder}/results/base.json`]: "{}", [`${folder}/adapter.yaml`]: "schema: 1\ntitle: Ours\n" });
  await rm(path.join(made.fork, folder, "locks/old.json"));
  made.commit();
  await using opened = await openSubmission(made.fork, "main", "mine");
  const place = path.join(opened.root, folder);
  expect((await readdir(place, { recursive: true })).sort()).toEqual([
    "README.md",
    "adapter.yaml",
    "results",
    "results/base.json",
  ]);
  expect(await readFile(path.join(place, "README.md"), "utf8")).toBe("# Mine\n");
  expect(await readFile(path.join(place, "adapter.yaml"), "utf8")).toContain("title: Ours");
  expect(opened.findings).toEqual([]);

  // What both have changed is the branch's, and said to be.
  await made.write({ [`${folder}/README.md`]: "# Ours\n" });
  made.commit();
  await using both = await openSubmission(made.fork, "main", "mine");
  expect(await readFile(path.join(both.root, folder, "README.md"), "utf8")).toBe("# Mine\n");
  expect(both.findings.map(({ code, severity, file }) => `${severity} ${code} ${file}`)).toEqual([
    `warning changed-on-both-sides ${folder}/README.md`,
  ]);

  // And a folder that is taken away is, whatever the class put there since.
  made.git("checkout", "-q", "mine");
  await rm(path.join(made.fork, folder), { recursive: true });
  made.commit();
  await using gone = await openSubmission(made.fork, "main", "mine");
  expect(gone.findings.map(({ code }) => code)).toContain("adapter-removed");
});

test("only a change in an adapter's folder touches one, whatever else a semester gets", async () => {
  await using made = await classWithFork();
  const touched = () =>
    execFileSync("sh", [path.join(import.meta.dirname, "../../../../tools/adapters-touched.sh"), "main", "mine"], {
      cwd: made.fork,
      encoding: "utf8",
    }).trim();
  await made.write({
    "semesters/2027-s1/semester.yaml": "schema: 1\n",
    "semesters/2026-s2/semester.yaml": "schema: 1\n",
  });
  made.commit();
  expect(touched()).toBe("false");
  await made.write({ "semesters/2027-s1/adapters/new/adapter.yaml": "schema: 1\n" });
  made.commit();
  expect(touched()).toBe("true");
});

test("a folder whose name is none, and a folder that is taken away, are told as such", async () => {
  await using made = await classWithFork();
  const told = async () => {
    await using opened = await openSubmission(made.fork, "main");
    return opened.findings.map(({ code, file }) => `${code} ${file}`);
  };
  await made.write({
    "semesters/2026-s2/adapters/Tide_Tables/adapter.yaml": "schema: 1\n",
    "semesters/2026-s2/adapters/Tide_Tables/README.md": "# Tide tables\n",
  });
  made.commit();
  expect(await told()).toEqual(["adapter-name semesters/2026-s2/adapters/Tide_Tables"]);
  made.git("checkout", "-q", "-B", "mine", "main");
  made.git("rm", "-q", "semesters/2026-s2/adapters/other/adapter.yaml");
  made.commit();
  expect(await told()).toEqual(["adapter-removed semesters/2026-s2/adapters/other"]);
});

test.each([".", "..", "semesters", "semesters/2026-s2", "semesters/2026-s2/adapters/other/data"])(
  "a folder of the class that is no adapter's is not taken for one: %s",
  async (place) => {
    await using made = await classWithFork();
    await made.write({ "semesters/2026-s2/adapters/other/data/train.jsonl": "" });
    const opened = openPlacedSubmission(made.fork, path.join(made.fork, place), "2026-s2");
    await expect(opened).rejects.toMatchObject({ code: "submission-not-adapter" });
  },
);

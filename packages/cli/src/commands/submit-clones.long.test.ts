import { appendFile, chmod, cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { submissionReceiptSchema } from "@locollm/core";
import { openPlacedSubmission } from "@locollm/course";
import { expect, test } from "vitest";
import { classWithFork } from "../../test/class-with-fork.ts";

const branch = "submit/2026-s2/iso-dates";

test("line ends, modes, ignored weights and settings of the clone change nothing of what is sent", async () => {
  await using made = await classWithFork();
  const folder = await made.copyAdapter("iso-dates");
  const readme = path.join(made.clone, folder, "README.md");
  await writeFile(readme, (await readFile(readme, "utf8")).replaceAll("\n", "\r\n"));
  await chmod(path.join(made.clone, folder, "data/eval.jsonl"), 0o755);
  await made.write(".gitattributes", "* text=auto eol=lf\n*.gguf filter=lfs diff=lfs merge=lfs -text\n");
  for (const [key, value] of [
    ["core.autocrlf", "true"],
    ["commit.gpgSign", "true"],
    ["push.gpgSign", "true"],
    ["gpg.program", "/bin/false"],
    ["filter.lfs.clean", "/bin/false"],
    ["filter.lfs.required", "true"],
    ["i18n.commitEncoding", "ISO-8859-1"],
  ] as const)
    await made.git("config", key, value);
  await made.hook(path.join(made.clone, ".git"), "pre-commit", "exit 1");
  await made.hook(path.join(made.clone, ".git"), "pre-push", "exit 0");
  await made.git("checkout", "-q", "--detach");
  const submitted = await made.loco("submit", "iso-dates", "--json");
  expect(submitted.exitCode).toBe(0);
  const { data } = JSON.parse(submitted.stdout) as { data: { receipt: unknown } };
  const receipt = submissionReceiptSchema.parse(data.receipt);
  await chmod(path.join(made.clone, folder, "data/eval.jsonl"), 0o644);
  // What is measured here stays here.
  await rm(path.join(made.clone, folder, "results"), { recursive: true });
  await using placed = await openPlacedSubmission(made.clone, path.join(made.clone, folder), "2026-s2");
  expect(receipt.files.sha256).toBe(placed.files);
  const tree = await made.gitIn(made.server("student"), "ls-tree", "-r", branch, "--", folder);
  expect(tree.replaceAll(/blob \w+\t.*\//g, "")).toMatchInlineSnapshot(`
    "100644 README.md
    100644 adapter.yaml
    100644 eval.jsonl
    100644 train.jsonl
    100644 smollm2-135m-instruct-q4-1.json
    100644 smollm2-135m-instruct-q4-1.gguf"
  `);
  expect(await made.gitIn(made.server("student"), "cat-file", "blob", `${branch}:${folder}/README.md`)).toContain(
    "\r\n",
  );
  expect(await made.hasRun("pre-commit")).toBe(false);
  expect(await made.hasRun("pre-push")).toBe(true);
});

test("from a worktree, and from a shallow clone with a remote of another name", async () => {
  await using made = await classWithFork();
  const worktree = path.join(made.root, "worktree");
  await made.git("worktree", "add", "-q", "-b", "work", worktree);
  const folder = await made.copyAdapter("iso-dates");
  await cp(path.join(made.clone, folder), path.join(worktree, folder), { recursive: true });
  expect(await made.locoIn(worktree, "submit")).toMatchObject({ exitCode: 0 });

  const shallow = path.join(made.root, "shallow");
  const from = "https://github.com/student/locollm.git";
  await made.gitIn(made.root, "clone", "-q", "--depth", "1", "--origin", "mine", from, shallow);
  await cp(path.join(made.clone, folder), path.join(shallow, folder), { recursive: true });
  const same = await made.locoIn(shallow, "submit");
  expect(same).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Nothing changed since commit") });
  await appendFile(path.join(shallow, folder, "README.md"), "More.\n");
  expect(await made.locoIn(shallow, "submit", "--on-top")).toMatchObject({ exitCode: 0 });
  expect(await made.gitIn(made.server("student"), "rev-list", "--count", `main..${branch}`)).toBe("2");
});

test("who is not known to git, has nowhere to push to, or names what is not there is told what to do", async () => {
  await using made = await classWithFork({ without: "author" });
  const said = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await made.loco("submit", ...args);
    return `${exitCode} ${stdout}${stderr.replaceAll(/[0-9a-f]{12}/g, "COMMIT")}`;
  };
  expect(await said()).toMatchInlineSnapshot(`
    "2 error: Git does not know your name and address, which stand in every commit.
    Say them once: git config --global user.name "Your Name", then git config --global user.email you@example.org
    More: loco explain git-author-unknown"
  `);
  await made.git("config", "user.name", "A Student");
  await made.git("config", "user.email", "student@example.org");
  expect(await said()).toMatchInlineSnapshot(`
    "2 error: No adapter's folder differs from the class's.
    Make one with loco new, or name the one that you mean: loco submit <adapter>
    origin is taken for the class. If it is your fork, add the class's own: git remote add upstream <its address>
    More: loco explain nothing-to-submit"
  `);
  expect(await said("iso-date")).toMatchInlineSnapshot(`
    "2 error: There is no adapter called iso-date.
    There are none yet.
    More: loco explain unknown-adapter"
  `);
  await made.copyAdapter("iso-dates");
  await made.copyAdapter("ticket-triage");
  expect(await said()).toMatchInlineSnapshot(`
    "2 error: You changed 2 adapters: 2026-s2/iso-dates, 2026-s2/ticket-triage.
    Each is a submission of its own. Name the one that you mean: loco submit 2026-s2/iso-dates
    More: loco explain several-adapters"
  `);
  expect(await said("iso-dates", "--remote", "orgin")).toMatchInlineSnapshot(`
    "2 error: There is no remote called orgin.
    Did you mean origin?
    More: loco explain unknown-remote"
  `);
  expect(await said("iso-dates", "--base-ref", "gone")).toMatchInlineSnapshot(`
    "2 error: There is no commit called gone here.
    Fetch it first, or leave --base-ref out.
    More: loco explain class-commit-missing"
  `);
  await mkdir(path.join(made.clone, "semesters/2026-s2/adapters/iso-dates/.git"));
  await made.write("semesters/2026-s2/adapters/iso-dates/.git/HEAD", "ref: refs/heads/main\n");
  expect(await said("iso-dates")).toMatchInlineSnapshot(`
    "1 error: The folder of 2026-s2/iso-dates is a git repository of its own (semesters/2026-s2/adapters/iso-dates/.git/HEAD).
    Move that .git out of it: the class's repository keeps the folder.
    More: loco explain nested-repository"
  `);
  await made.git("remote", "remove", "origin");
  expect(await said("ticket-triage")).toMatchInlineSnapshot(`
    "2 error: The clone has no remote to push to.
    Add your fork: git remote add origin <its address>
    More: loco explain no-remote"
  `);
  expect(await said("ticket-triage", "--receipt")).toMatchInlineSnapshot(`
    "1 error: Nothing of 2026-s2/ticket-triage was submitted from this clone.
    Submit it: loco submit ticket-triage
    More: loco explain no-receipt"
  `);
});

test("a fork that is taken for the class says so, and the class's own remote mends it", async () => {
  await using made = await classWithFork();
  const folder = await made.copyAdapter("iso-dates");
  await made.git("add", "-f", "semesters");
  await made.git("commit", "-q", "-m", "On my main");
  await made.git("push", "-q", "origin", "main");
  const hint = "origin is taken for the class. If it is your fork, add the class's own: git remote add upstream";
  expect((await made.loco("submit", "iso-dates")).stdout).toContain(hint);
  expect((await made.loco("submit")).stderr).toContain(hint);
  await made.git("remote", "add", "upstream", "https://github.com/class/locollm.git");
  // Once it went to another remote than the usual one, it goes there again.
  await made.git("remote", "rename", "origin", "mine");
  await made.git("remote", "add", "origin", "https://github.com/class/locollm.git");
  await made.git("config", "--unset", "branch.main.remote");
  expect(await made.loco("submit", "--remote", "mine")).toMatchObject({ exitCode: 0 });
  await appendFile(path.join(made.clone, folder, "README.md"), "More.\n");
  expect(await made.loco("submit")).toMatchObject({ exitCode: 0 });
  const server = made.server("student");
  expect(await made.gitIn(server, "rev-list", "--count", `main~1..${branch}`)).toBe("2");
  expect(await made.gitIn(server, "cat-file", "blob", `${branch}:${folder}/README.md`)).toMatch(/More\.$/);
  expect(await made.gitIn(made.server("class"), "branch", "--list")).toBe("* main");
});

test("what the check finds is not sent", async () => {
  await using made = await classWithFork();
  const folder = await made.copyAdapter("iso-dates");
  await symlink("/etc/passwd", path.join(made.clone, folder, "data/notes.jsonl"));
  const refused = await made.loco("submit");
  expect(refused.exitCode).toBe(1);
  expect(refused.stdout).toMatchInlineSnapshot(`
    "semesters/2026-s2/adapters/iso-dates/data/notes.jsonl: error: This is a symbolic link; where it leads is not looked at. [file-is-link]
        Put the file itself here.
    More: loco explain file-is-link

    Nothing was sent: 1 error."
  `);
  expect(await made.gitIn(made.server("student"), "branch", "--list")).toBe("* main");
});

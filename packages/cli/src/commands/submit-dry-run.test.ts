import { readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { gradeRecordSchema } from "@locollm/core";
import { expect, test } from "vitest";
import { classWithFork } from "../../test/class-with-fork.ts";

type Made = Awaited<ReturnType<typeof classWithFork>>;

const grades = ".loco/grades/2026-s2/iso-dates";

async function report(made: Made): Promise<string> {
  const text = await readFile(path.join(made.clone, grades, "report.md"), "utf8");
  return text.replace(/(?<=## Where the time went\n\n).*/, "…");
}

async function record(made: Made) {
  const text = await readFile(path.join(made.clone, grades, "grade.json"), "utf8");
  return gradeRecordSchema.parse(JSON.parse(text));
}

/** All that git shows of the clone, and what is left of scratch folders. */
async function traces(made: Made) {
  const status = await made.git("status", "--porcelain", "--ignored");
  return {
    refs: await made.git("for-each-ref"),
    head: await made.git("rev-parse", "HEAD"),
    index: await made.git("ls-files", "--stage"),
    status: status.split("\n").filter((line) => line !== "!! .loco/"),
    stash: await made.git("stash", "list"),
    scratch: await made.scratch(),
  };
}

test("a dry run prints what loco grade prints for the commit, and touches nothing", { timeout: 300_000 }, async () => {
  await using made = await classWithFork();
  await made.copyAdapter("iso-dates", { train: 120, eval: 40 });
  await made.hook(path.join(made.clone, ".git"), "pre-commit", "exit 1");
  const before = await traces(made);
  const dry = await made.loco("submit", "--dry-run");
  expect(dry.exitCode).toBe(0);
  expect(dry.stderr).toContain(
    "2026-s2/iso-dates 1.0.0, the only adapter that you changed: 6 files, 2.5 MB, held against",
  );
  expect(dry.stderr).toContain("Nothing was sent. To send it: loco submit");
  expect(await traces(made)).toEqual(before);
  expect(await made.hasRun("pre-commit")).toBe(false);
  expect(await made.ghCalls()).toEqual([]);
  expect(await made.gitIn(made.server("student"), "branch", "--list")).toBe("* main");
  const reported = await report(made);
  const { submission } = await record(made);
  const [base, head] = [submission.base!, submission.head!];
  expect(reported).toContain(`loco grade --base-ref ${base.slice(0, 12)} --head-ref ${head.slice(0, 12)}`);
  expect(reported).toContain("Training data unverified");

  const graded = await made.loco("grade", "--base-ref", base, "--head-ref", head);
  expect(graded.exitCode).toBe(0);
  expect(await report(made)).toBe(reported);
  expect((await record(made)).submission).toEqual(submission);
  const untimed = (text: string) => text.replace(/Where the time went[^]*/, "");
  expect(untimed(graded.stdout)).toBe(untimed(dry.stdout));

  const { title } = await record(made);
  const sent = await made.loco("submit");
  expect(sent).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`Graded here before: ${title}`) });
  expect(sent.stdout).toContain(submission.files!);
});

test.skipIf(process.platform === "win32")("Ctrl-C leaves nothing behind", async () => {
  await using made = await classWithFork();
  await made.copyAdapter("iso-dates");
  const objects = await made.git("count-objects", "-v");
  const before = await traces(made);
  const running = made.start("submit", "--dry-run");
  running.stderr!.on("data", (text: Buffer) => {
    if (text.toString().includes("held against the class")) running.kill("SIGINT");
  });
  expect(await running).toMatchObject({ exitCode: 130, stdout: "" });
  expect(await traces(made)).toEqual(before);
  expect(await made.git("count-objects", "-v")).toBe(objects);
});

test.skipIf(process.platform === "win32")(
  "what CI would refuse is refused in the same words, without a network",
  async () => {
    await using made = await classWithFork();
    const folder = await made.copyAdapter("iso-dates");
    await symlink("/etc/passwd", path.join(made.clone, folder, "data/notes.jsonl"));
    await writeFile(path.join(made.clone, folder, "run.sh"), "echo\n");
    await made.git("remote", "set-url", "origin", "http://127.0.0.1:1/student/locollm.git");
    const dry = await made.loco("submit", "--dry-run", "iso-dates");
    expect(dry.exitCode).toBe(1);
    expect(dry.stderr.replaceAll(/[0-9a-f]{12}/g, "COMMIT").replace(/\(.*\)/, "(…)")).toMatchInlineSnapshot(`
      "warning: origin did not answer (…).
      The class as it was when origin/HEAD was last updated here: COMMIT.
      2026-s2/iso-dates 1.0.0: 8 files, 2.5 MB, held against the class at COMMIT.
      Not sent, because the gate trains and measures by itself: results/smollm2-135m-instruct-q4-1.json.
      Written: .loco/grades/2026-s2/iso-dates/report.md and grade.json
      Nothing was sent."
    `);
    expect(dry.stdout.replace(/The same on your machine[^]*/, "").replaceAll(/[0-9a-f]{12}/g, "COMMIT"))
      .toMatchInlineSnapshot(`
        "# ❌ 2026-s2/iso-dates: 2 things have to be mended before it can be measured

        2026-s2/iso-dates, commit \`COMMIT\`.

        ## What is wrong

        - **error** semesters/2026-s2/adapters/iso-dates/data/notes.jsonl: This is a symbolic link; where it leads is not looked at. Put the file itself here. [\`file-is-link\`]
        - **error** semesters/2026-s2/adapters/iso-dates/run.sh: An adapter holds data and no code. It was not opened. Remove it. Allowed: adapter.yaml, README.md, proposal.md, TRAINING_LOG.md, data/, locks/, results/, weights/. [\`file-dangerous\`]

        Why each of these matters and how to mend it: \`loco explain file-is-link\`

        ## What to do next

        - Mend what is named above, commit, and push to the same branch: this comment is then written anew.

        ## "
      `);
    const { submission } = await record(made);
    const graded = await made.loco("grade", "--base-ref", submission.base!, "--head-ref", submission.head!);
    expect(graded.exitCode).toBe(1);
    expect(graded.stdout).toBe(dry.stdout);
  },
);

import { symlink, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Finding } from "@locollm/core";
import { execa } from "execa";
import { expect, test } from "vitest";
import { bot, githubServer } from "../../test/github-server.ts";
import { writeGraded } from "../../test/graded-folder.ts";
import { repository, smallClass } from "../../test/small-class.ts";

const commit = "c".repeat(40);
const write = { "pull-requests": "write", checks: "write" } as const;

async function poster() {
  const made = await smallClass();
  const github = await githubServer("class/locollm");
  github.pulls.set(5, commit);
  const folder = path.join(made.root, "grade");
  const post = async (token: string, ...args: string[]) => {
    const main = path.join(repository, "packages/cli/src/main.ts");
    const given = ["post", "grade", "--request", "5", "--commit", commit, "--run", "https://github.com/run/1", ...args];
    const { exitCode, stdout, stderr } = await execa("node", ["--conditions=@locollm/source", main, ...given], {
      cwd: made.root,
      reject: false,
      env: {
        INIT_CWD: made.root,
        NO_COLOR: "1",
        GITLAB_CI: "",
        GITHUB_API_URL: github.api,
        GITHUB_REPOSITORY: "class/locollm",
        GITHUB_TOKEN: token,
      },
    });
    return { exitCode, stdout, stderr };
  };
  return {
    github,
    folder,
    post,
    [Symbol.asyncDispose]: async () => {
      await github[Symbol.asyncDispose]();
      await made[Symbol.asyncDispose]();
    },
  };
}

test("a verdict with many findings stands in the check, fifty at a time, and no title is markup there", async () => {
  await using made = await poster();
  const finding = (line: number): Finding => ({
    code: "row-not-json",
    severity: line % 2 === 0 ? "warning" : "error",
    file: "a.jsonl",
    line,
    message: "m",
    fix: "f",
  });
  await writeGraded(
    made.folder,
    commit,
    Array.from({ length: 120 }, (_, index) => finding(index + 1)),
  );
  expect(await made.post(made.github.token(write))).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "2026-s2/tide-tables: <b> @teacher *wins*",
      "stdout": "The comment was made; the check says failure.",
    }
  `);
  const [check] = made.github.checks;
  expect(check).toMatchObject({ conclusion: "failure", details_url: "https://github.com/run/1" });
  expect(check!.output.annotations).toHaveLength(120);
  expect(check!.output.annotations[119]).toMatchObject({ start_line: 120, annotation_level: "warning" });
  expect(check!.output.summary).toMatchInlineSnapshot(`
    "2026-s2/tide-tables:<!-- --> &lt;b\\> @<!-- -->teacher \\*wins\\*

    Go on."
  `);
  expect(made.github.comments.get(5)!.map(({ body }) => body)).toMatchInlineSnapshot(`
    [
      "<!-- locollm:grade -->

    # A report

    Commit \`cccccccccccc\`. The log, grade.json and report.md: https://github.com/run/1. This comment is written anew with each push.",
    ]
  `);
});

test("nothing is said of a submission that is not a record of this very commit", async () => {
  await using made = await poster();
  const token = made.github.token(write);
  const said = async () => {
    const { exitCode, stdout } = await made.post(token, "--json");
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    expect(exitCode).toBe(1);
    expect(made.github.checks.at(-1)).toMatchObject({ conclusion: "neutral" });
    expect(made.github.comments.get(5)!.at(-1)!.body).toContain("Nothing is known about this submission");
    return findings.map(({ code, file, message }) => `${code} ${file ?? ""}: ${message}`).join("\n");
  };
  const record = await writeGraded(made.folder, "d".repeat(40));
  const file = (name: string) => path.join(made.folder, name);
  const cases: string[] = [await said()];
  await writeGraded(made.folder, commit);
  await writeFile(file("grade.json"), JSON.stringify({ ...record, points: 100 }));
  cases.push(await said());
  const error: Finding = { code: "row-not-json", severity: "error", message: "m", fix: "f" };
  for (const odd of [{ findings: [error] }, { conclusion: "success" }]) {
    await writeFile(
      file("grade.json"),
      JSON.stringify({ ...record, submission: { ...record.submission, head: commit }, ...odd }),
    );
    cases.push(await said());
  }
  await writeFile(file("grade.json"), "[".repeat(9_000_000));
  cases.push(await said());
  await writeGraded(made.folder, commit);
  await writeFile(file("report.md"), "# Fine\n\n[free](https://example.org)\n");
  cases.push(await said());
  await rm(file("report.md"));
  await symlink(file("grade.json"), file("report.md"));
  cases.push(await said());
  await rm(made.folder, { recursive: true });
  cases.push(await said());
  expect(cases).toMatchInlineSnapshot(`
    [
      "grade-of-another-commit : It is the grade of dddddddddddddddddddddddddddddddddddddddd, and cccccccccccccccccccccccccccccccccccccccc was sent.",
      "grade-unreadable grade.json: Unrecognized key: "points"",
      "grade-unreadable grade.json: failure, where a finding is an error, and nowhere else",
      "grade-unreadable grade.json: no success without weights and results",
      "grade-unreadable grade.json: It is not there, no plain file of UTF-8, or too large.",
      "grade-unreadable report.md: Line 3 holds a link, which no report of ours does.",
      "grade-unreadable report.md: It is not there, no plain file of UTF-8, or too large.",
      "grade-unreadable grade.json: It is not there, no plain file of UTF-8, or too large.",
    ]
  `);
  // One comment, whatever was to be said.
  expect(made.github.comments.get(5)).toHaveLength(1);
});

test("who may not post is told what is missing; who is limited waits; who is late says nothing", async () => {
  await using made = await poster();
  await writeGraded(made.folder, commit);
  const reader = await made.post(made.github.token({ contents: "read" }));
  expect(reader.exitCode).toBe(3);
  expect(reader.stderr.replaceAll(made.github.api.slice("http://".length), "HOST")).toMatchInlineSnapshot(`
    "error: HOST answered 403 to POST /repos/class/locollm/issues/5/comments: {"message":"Resource not accessible by integration"}
    The token must be allowed: permissions: pull-requests: write, checks: write.
    More: loco explain forge-refused"
  `);
  expect(made.github.comments.size + made.github.checks.length).toBe(0);

  const token = made.github.token(write);
  const now = { "retry-after": "0" };
  made.github.instead.push(
    { status: 403, body: { message: "You have exceeded a secondary rate limit" }, headers: now },
    { status: 500, body: {}, headers: now },
  );
  expect(await made.post(token)).toMatchObject({ exitCode: 0 });
  made.github.instead.push({ status: 403, body: { message: "API rate limit" }, headers: { "retry-after": "7200" } });
  const limited = await made.post(token);
  expect(limited.exitCode).toBe(3);
  expect(limited.stderr).toContain("lets nobody post for now (403)");
  made.github.instead.push({ status: 200, body: "<html>" });
  expect((await made.post(token)).stderr).toContain("is not what the API promises");

  const before = made.github.requests.length;
  made.github.pulls.set(5, "e".repeat(40));
  expect((await made.post(token)).stdout).toContain("a newer commit was pushed meanwhile");
  expect(made.github.requests.slice(before)).toEqual(["GET /repos/class/locollm/pulls/5"]);
  expect(made.github.comments.get(5)!.map(({ user }) => user.login)).toEqual([bot]);
});

test("where no adapter is touched there is a check, and no comment is opened for it", async () => {
  await using made = await poster();
  const token = made.github.token(write);
  expect((await made.post(token, "--result", "nothing")).stdout).toBe("There is no comment; the check says neutral.");
  expect(made.github.comments.get(5)).toBeUndefined();
  await writeGraded(made.folder, commit);
  await made.post(token);
  expect((await made.post(token, "--result", "nothing")).stdout).toContain("written anew");
  expect(made.github.comments.get(5)![0]!.body).toContain("No adapter is touched");
});

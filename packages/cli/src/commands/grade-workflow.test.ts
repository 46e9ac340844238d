import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { classOnGitHub } from "../../test/class-on-github.ts";
import { bot } from "../../test/github-server.ts";
import { repository } from "../../test/small-class.ts";

const adapter = "semesters/2026-s2/adapters/tide-tables";
const stranger = (id: number, body: string) => ({ id, user: { login: "student" }, body });

async function manifest(): Promise<string> {
  return readFile(path.join(repository, "semesters/2026-s2/adapters/iso-dates/adapter.yaml"), "utf8");
}

test("a pull request gets one comment, written anew with each push, and a check", { timeout: 300_000 }, async () => {
  await using made = await classOnGitHub({ adapters: [] });
  const { github } = made;
  const student = await made.fork("student");
  await student.write(`${adapter}/adapter.yaml`, await manifest());
  await student.write(`${adapter}/data/train.jsonl`, "{not json\n");
  await student.write(`${adapter}/data/eval.jsonl`, `{"id": "e1", "prompt": "<img src=x> @all", "answer": 3}\n`);
  const first = await student.push(1);
  // Somebody else writes our marker, and so much that the comments have pages.
  github.comments.set(
    1,
    Array.from({ length: 120 }, (_, index) => stranger(index + 1, `<!-- locollm:grade -->\n${index}`)),
  );

  const run = await made.grade(1);
  expect(run, JSON.stringify(run, null, 2)).toMatchObject({
    grade: { result: "success" },
    post: { result: "success" },
  });
  const ours = () => github.comments.get(1)!.filter(({ user }) => user.login === bot);
  expect(ours()).toHaveLength(1);
  expect(ours()[0]!.body).toContain(
    "<!-- locollm:grade -->\n\n# ❌ 2026-s2/tide-tables:<!-- --> 5 things have to be mended",
  );
  expect(ours()[0]!.body).toContain(`${adapter}/data/train.jsonl, line 1`);
  expect(ours()[0]!.body).toContain("https://github.com/class/locollm/actions/runs/7");
  expect(github.checks).toMatchObject([{ name: "LocoLLM grade", head_sha: first, conclusion: "failure" }]);
  expect(github.checks[0]!.output.annotations).toContainEqual(
    expect.objectContaining({
      path: `${adapter}/data/train.jsonl`,
      start_line: 1,
      annotation_level: "failure",
      title: "row-not-json",
    }),
  );
  expect(github.requests.filter((line) => line.includes("/comments?")).slice(0, 2)).toEqual([
    "GET /repos/class/locollm/issues/1/comments?per_page=100&page=1",
    "GET /repos/class/locollm/issues/1/comments?per_page=100&page=2",
  ]);

  await student.write(`${adapter}/data/train.jsonl`, "{still not json\n");
  const second = await student.push(1);
  github.instead.push(
    { status: 429, body: {}, headers: { "retry-after": "0" } },
    { status: 502, body: {}, headers: { "retry-after": "0" } },
  );
  await made.grade(1);
  expect(ours()).toHaveLength(1);
  expect(ours()[0]!.body).toContain(second.slice(0, 12));
  expect(github.checks[1]).toMatchObject({ head_sha: second, conclusion: "failure" });

  // The machine's own failures are nobody's fault.
  await made.grade(1, { broken: { grade: "failure" } });
  expect(ours()[0]!.body).toContain("Nothing is known about this submission");
  expect(github.checks[2]).toMatchObject({ head_sha: second, conclusion: "neutral" });
});

test("what a fork wants to run is refused by name, and nothing of it ran", { timeout: 300_000 }, async () => {
  await using made = await classOnGitHub({ adapters: [] });
  const { github } = made;
  const student = await made.fork("student");
  const trap = path.join(student.root, "it-ran");
  const spring = `touch "${trap}"`;
  await student.write(`${adapter}/adapter.yaml`, await manifest());
  await student.write(`${adapter}/package.json`, JSON.stringify({ scripts: { postinstall: spring } }));
  await student.write(
    ".github/workflows/grade.yml",
    `on: pull_request_target\njobs: { grade: { runs-on: ubuntu-latest, steps: [{ run: '${spring}' }] } }\n`,
  );
  await student.write(
    "packages/cli/src/main.ts",
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(trap)}, "");\n`,
  );
  await student.write(".gitattributes", "* filter=trap\n");
  await student.write(".pnpmfile.cjs", spring);
  await student.push(2);
  expect(await made.grade(2)).toMatchObject({ grade: { result: "success" }, post: { result: "success" } });
  const found = github.checks[0]!.output.annotations.map(({ title, path: file }) => `${title} ${file}`);
  expect(github.checks[0]!.conclusion).toBe("failure");
  expect(found.toSorted()).toMatchInlineSnapshot(`
    [
      "file-dangerous semesters/2026-s2/adapters/tide-tables/package.json",
      "outside-own-folder .gitattributes",
      "outside-own-folder .github/workflows/grade.yml",
      "outside-own-folder .pnpmfile.cjs",
      "outside-own-folder packages/cli/src/main.ts",
    ]
  `);
  await expect(access(trap)).rejects.toThrow("ENOENT");

  // Without an adapter it is a change of the class's own code: a check that a rule may require, and no comment.
  const maintainer = await made.fork("maintainer");
  await maintainer.write("README.md", "# Another\n");
  await maintainer.push(3);
  expect(await made.grade(3)).toMatchObject({
    grade: { result: "success", outputs: { touched: "false" } },
    post: { result: "success" },
  });
  expect(github.comments.get(3)).toBeUndefined();
  expect(github.checks[1]).toMatchObject({ conclusion: "neutral" });
});

test(
  "a tree that stands for more files than can be listed ends at a limit in the workflow, too",
  { timeout: 300_000 },
  async () => {
    await using made = await classOnGitHub({ adapters: [] });
    const student = await made.fork("student");
    const bomb = `semesters/2026-s2/adapters/tide-tables`;
    await student.write(`${bomb}/adapter.yaml`, await manifest());
    await student.push(4);
    // Ten trees deep, each ten times the one below: 10^10 files in eleven objects.
    let object = (await student.git("hash-object", "-w", "--", `${bomb}/adapter.yaml`)).trim();
    let mode = "100644 blob";
    for (let depth = 0; depth < 10; depth++) {
      const entries = Array.from({ length: 10 }, (_, at) => `${mode} ${object}\t${at}\n`).join("");
      object = (await execa("git", ["mktree"], { cwd: student.root, input: entries })).stdout.trim();
      mode = "040000 tree";
    }
    const index = path.join(student.root, "..", "bomb-index");
    const env = { GIT_INDEX_FILE: index };
    const git = async (...args: string[]) => (await execa("git", args, { cwd: student.root, env })).stdout.trim();
    const under = async (above: string, name: string, tree: string) => {
      const kept = (await git("ls-tree", `origin/main:${above}`))
        .split("\n")
        .filter((line) => !line.endsWith(`\t${name}`));
      const entries = [...kept, `040000 tree ${tree}\t${name}`].map((line) => `${line}\n`).join("");
      return (await execa("git", ["mktree"], { cwd: student.root, input: entries })).stdout.trim();
    };
    let tree = (await execa("git", ["mktree"], { cwd: student.root, input: `040000 tree ${object}\ttide-tables\n` }))
      .stdout;
    tree = await under("semesters/2026-s2", "adapters", tree.trim());
    tree = await under("semesters", "2026-s2", tree);
    tree = await under("", "semesters", tree);
    const who = ["-c", "user.name=Someone", "-c", "user.email=someone@example.org"];
    const commit = await git(...who, "commit-tree", tree, "-p", "origin/main", "-m", "bomb");
    await git("push", "-q", "--force", "origin", `${commit}:refs/heads/submission`);
    await student.opens(5, commit);
    const run = await made.grade(5);
    expect(run, JSON.stringify(run, null, 2)).toMatchObject({
      grade: { result: "success" },
      post: { result: "success" },
    });
    expect(made.github.checks.at(-1)).toMatchObject({ head_sha: commit, conclusion: "failure" });
    expect(made.github.comments.get(5)!.at(-1)!.body).toContain("[`commit-too-large`]");
  },
);

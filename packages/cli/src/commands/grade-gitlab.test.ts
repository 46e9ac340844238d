import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { classOnGitHub, linkPackages } from "../../test/class-on-github.ts";
import { gitlabServer } from "../../test/gitlab-server.ts";
import { repository } from "../../test/small-class.ts";

const template = path.join(repository, ".gitlab/grade.gitlab-ci.yml");
const jobSchema = z.looseObject({ script: z.array(z.string()) });
const token = "glpat-of-the-test";
const broken = "semesters/2026-s2/adapters/tide-tables/data/train.jsonl";

/** The lines of a job's script, in bash, as a runner does; the packages that are here are linked instead of fetched. */
async function runJob(name: string, clone: string, env: Readonly<Record<string, string>>) {
  const jobs = parse(await readFile(template, "utf8")) as Record<string, unknown>;
  const { script } = jobSchema.parse(jobs[name]);
  const lines = script.filter((line) => !line.startsWith("npx ") && !line.startsWith("python3 "));
  return execa("bash", ["-eo", "pipefail", "-c", lines.join("\n")], {
    cwd: clone,
    extendEnv: false,
    env: {
      PATH: process.env["PATH"]!,
      HOME: process.env["HOME"]!,
      GITLAB_CI: "true",
      CI: "true",
      NO_COLOR: "1",
      ...env,
    },
    all: true,
  });
}

test(
  "GitLab's jobs grade a merge request, write one note and set the commit's status",
  { timeout: 300_000 },
  async () => {
    await using made = await classOnGitHub({ adapters: [] });
    await using gitlab = await gitlabServer(3, 8, token);
    const student = await made.fork("student");
    const scratch = path.dirname(made.bare);
    const clone = path.join(scratch, "runner");
    await execa("git", ["clone", "-q", made.bare, clone]);
    await linkPackages(clone);
    let posters = 0;
    const payload = path.join(scratch, "payload.json");

    async function pipeline(attributes: Readonly<Record<string, unknown>>, commit: string) {
      await execa("git", ["-C", made.bare, "update-ref", "refs/merge-requests/8/head", commit]);
      gitlab.state.head = commit;
      const request = { iid: 8, target_branch: "main", last_commit: { id: commit }, ...attributes };
      await writeFile(payload, JSON.stringify({ object_kind: "merge_request", object_attributes: request }));
      const sha = (await execa("git", ["-C", clone, "rev-parse", "HEAD"])).stdout;
      const env = { TRIGGER_PAYLOAD: payload, CI_DEFAULT_BRANCH: "main", CI_COMMIT_SHA: sha };
      await runJob("loco-grade", clone, env);
      const poster = path.join(scratch, `poster-${posters++}`);
      await execa("git", ["clone", "-q", made.bare, poster]);
      await linkPackages(poster);
      await cp(path.join(clone, "grade"), path.join(poster, "grade"), { recursive: true });
      const place = {
        CI_API_V4_URL: gitlab.api,
        CI_PROJECT_ID: "3",
        CI_PIPELINE_URL: "https://gitlab.com/c/-/pipelines/1",
      };
      return (await runJob("loco-post", poster, { ...env, ...place, LOCO_GITLAB_TOKEN: token })).all;
    }

    gitlab.state.notes.push({ id: 1, author: { id: 5 }, body: "<!-- locollm:grade -->" });
    await student.write(broken, "{not json\n");
    const first = await student.push(8);
    await pipeline({ action: "open" }, first);
    expect(gitlab.state.notes).toHaveLength(2);
    expect(gitlab.state.notes[1]!.body).toContain("tide-tables/adapter.yaml: The file is missing");
    expect(gitlab.state.statuses).toMatchObject([{ name: "LocoLLM grade", state: "failed" }]);

    await student.write(broken, "{not json either\n");
    const second = await student.push(8);
    // A label changes no commit.
    expect(await pipeline({ action: "update" }, second)).toBe("");
    await pipeline({ action: "update", oldrev: first }, second);
    expect(gitlab.state.notes).toHaveLength(2);
    expect(gitlab.state.notes[1]!.body).toContain(second.slice(0, 12));
  },
);

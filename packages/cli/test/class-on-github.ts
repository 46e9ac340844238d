import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { githubServer } from "./github-server.ts";
import { runWorkflow, type WorkflowOptions } from "./run-workflow.ts";
import { repository } from "./small-class.ts";

const notTracked = new Set([".git", "node_modules", ".loco", ".turbo", "dist", "coverage"]);
const name = "class/locollm";

export interface ClassOptions {
  /** Of which adapters, such as `2026-s2/iso-dates`, the class has folders; all if left out. */
  readonly adapters?: readonly string[];
  /** Changes the class before its first commit, such as its rules. */
  readonly prepare?: (root: string) => Promise<void>;
}

/**
 * This repository as a class has it on GitHub: a bare one with everything in it on `main`, forks of students, pull requests from
 * them, and the API that comments and checks are posted to. `grade` runs the workflow of `main` on a pull request.
 */
export async function classOnGitHub({ adapters, prepare }: ClassOptions = {}) {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "loco github-"));
  const github = await githubServer(name);
  const bare = path.join(scratch, "class.git");
  const git = async (cwd: string, ...args: string[]) => (await execa("git", args, { cwd })).stdout;
  const commitAll = async (cwd: string, message: string) => {
    await git(cwd, "add", "-A", "--force");
    await git(cwd, "-c", "user.name=Someone", "-c", "user.email=someone@example.org", "commit", "-q", "-m", message);
    return git(cwd, "rev-parse", "HEAD");
  };
  const work = path.join(scratch, "work");
  const kept = (file: string) => {
    const [, semester, slug] = /^semesters\/([^/]+)\/adapters\/([^/]+)/.exec(relative(file)) ?? [];
    return semester === undefined || adapters === undefined || adapters.includes(`${semester}/${slug}`);
  };
  const filter = (file: string) => !notTracked.has(path.basename(file)) && kept(file);
  await cp(repository, work, { recursive: true, filter });
  await prepare?.(work);
  await git(scratch, "init", "-q", "--bare", "-b", "main", bare);
  await git(work, "init", "-q", "-b", "main");
  await commitAll(work, "The class");
  await git(work, "push", "-q", bare, "main");

  /** A student's own copy: a bare fork, and a clone of it to write in. */
  async function fork(student: string) {
    const own = path.join(scratch, `${student}.git`);
    const clone = path.join(scratch, student);
    await git(scratch, "clone", "-q", "--bare", bare, own);
    await git(scratch, "clone", "-q", own, clone);
    /** Opens or updates the pull request with what the fork's branch `submission` holds, as GitHub does. */
    const opens = async (pullRequest: number, commit: string) => {
      await git(bare, "fetch", "-q", own, `+refs/heads/submission:refs/pull/${pullRequest}/head`);
      github.pulls.set(pullRequest, commit);
    };
    return {
      root: clone,
      git: (...args: string[]) => git(clone, ...args),
      write: async (file: string, text: string) => {
        await mkdir(path.dirname(path.join(clone, file)), { recursive: true });
        await writeFile(path.join(clone, file), text);
      },
      /** Commits everything, pushes it to the fork, and opens or updates the pull request with it, as GitHub does. @returns the commit */
      push: async (pullRequest: number, message = "A change") => {
        const commit = await commitAll(clone, message);
        await git(clone, "push", "-q", "--force", "origin", "HEAD:refs/heads/submission");
        await opens(pullRequest, commit);
        return commit;
      },
      opens,
    };
  }

  /** Runs `main`'s own grade.yml for the pull request as it is now; the step called Install links the packages that are here. */
  async function grade(pullRequest: number, { broken }: Pick<WorkflowOptions, "broken"> = {}) {
    const sha = await git(bare, "rev-parse", "main");
    const file = path.join(scratch, "grade.yml");
    await writeFile(file, `${await git(bare, "show", `${sha}:.github/workflows/grade.yml`)}\n`);
    return runWorkflow(file, {
      repository: bare,
      token: github.token,
      install: async (workspace) => {
        await linkPackages(workspace);
        await keepTrainings(workspace);
      },
      broken,
      env: { GITHUB_API_URL: github.api, GITHUB_REPOSITORY: name },
      github: {
        sha,
        repository: name,
        run_id: 7,
        server_url: "https://github.com",
        event: {
          pull_request: { number: pullRequest, head: { sha: github.pulls.get(pullRequest) }, base: { ref: "main" } },
          repository: { default_branch: "main" },
        },
      },
    });
  }

  /** Trainings that are finished stay finished in another checkout of the class, so that nothing is trained twice. */
  async function keepTrainings(checkout: string) {
    const runs = path.join(scratch, "trainings");
    await mkdir(runs, { recursive: true });
    await mkdir(path.join(checkout, ".loco/runs"), { recursive: true });
    await symlink(runs, path.join(checkout, ".loco/runs/train"));
  }

  return {
    bare,
    github,
    fork,
    grade,
    keepTrainings,
    [Symbol.asyncDispose]: async () => {
      await github[Symbol.asyncDispose]();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

function relative(file: string): string {
  return path.relative(repository, file).replaceAll(path.sep, "/");
}

/** Links the installed packages of this checkout into a fresh clone of it. */
export async function linkPackages(workspace: string): Promise<void> {
  const packages = (await readdir(path.join(repository, "packages"))).map((folder) => `packages/${folder}`);
  for (const folder of [".", ...packages])
    await symlink(
      path.join(repository, folder, "node_modules"),
      path.join(workspace, folder, "node_modules"),
      "junction",
    );
}

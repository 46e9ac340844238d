import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { parse } from "yaml";
import { z } from "zod";
import { filledIn, holds } from "./github-expression.ts";

const texts = z.record(z.string(), z.coerce.string());
const stepSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: texts.default({}),
  env: texts.default({}),
  run: z.string().optional(),
});
const jobSchema = z.strictObject({
  name: z.string().optional(),
  needs: z.string().optional(),
  if: z.string().optional(),
  "runs-on": z.literal("ubuntu-latest"),
  "timeout-minutes": z.number(),
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  outputs: texts.default({}),
  steps: z.array(stepSchema),
});
const workflowSchema = z.looseObject({
  defaults: z.strictObject({ run: z.strictObject({ shell: z.literal("bash") }) }),
  jobs: z.record(z.string(), jobSchema),
});

export type Permissions = Readonly<Record<string, "read" | "write">>;

export interface WorkflowOptions {
  /** The class's own bare repository; `actions/checkout` clones it at `github.sha`. */
  readonly repository: string;
  /** The context `github`: `sha`, `event` and what else the workflow reads. */
  readonly github: Readonly<Record<string, unknown>> & { readonly sha: string };
  /** Addresses and the like that GitHub sets for every step. */
  readonly env: Readonly<Record<string, string>>;
  /** The token that a job with these permissions gets. */
  readonly token: (permissions: Permissions) => string;
  /** Stands in for the step called Install, which would fetch packages: links those that are here into the fresh clone. */
  readonly install: (workspace: string) => Promise<void>;
  /** Makes a job end like this before its first step. */
  readonly broken?: Readonly<Record<string, "failure" | "cancelled">> | undefined;
}

export interface JobRun {
  result: "success" | "failure" | "cancelled" | "skipped";
  outputs: Record<string, string>;
  /** Of each step that ran: its name, and what it printed on both streams. */
  log: string;
}

/**
 * Runs a workflow of GitHub Actions here: the very `run:` steps of the file, in bash, in order, with the environment that GitHub would
 * set. A `uses:` step is replaced by what it does here: checkout is a clone, an artifact is a copy, caches and set-up do nothing. What
 * the file asks for beyond that is an error, so that nothing passes here that would be different there.
 */
export async function runWorkflow(file: string, options: WorkflowOptions): Promise<Record<string, JobRun>> {
  const { jobs } = workflowSchema.parse(parse(await readFile(file, "utf8")));
  const scratch = await mkdtemp(path.join(os.tmpdir(), "loco actions-"));
  try {
    const runs: Record<string, JobRun> = {};
    for (const [name, job] of Object.entries(jobs)) runs[name] = await runJob(name, job, runs, scratch, options);
    return runs;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function runJob(
  name: string,
  job: z.infer<typeof jobSchema>,
  earlier: Readonly<Record<string, JobRun>>,
  scratch: string,
  options: WorkflowOptions,
): Promise<JobRun> {
  const needed = job.needs === undefined ? {} : { [job.needs]: earlier[job.needs]! };
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  const github = { ...options.github, token: options.token(job.permissions) };
  const contexts = { github, needs: needed, steps, runner: { os: "Linux" } };
  const before = Object.values(needed).map(({ result }) => result);
  const standing = { failed: before.includes("failure"), cancelled: before.includes("cancelled") };
  const run: JobRun = { result: "skipped", outputs: {}, log: "" };
  if (before.includes("skipped") && job.if === undefined) return run;
  if (!holds(job.if, contexts, standing)) return run;
  run.result = options.broken?.[name] ?? "success";
  if (run.result !== "success") return run;

  const workspace = path.join(scratch, name, "workspace");
  await mkdir(workspace, { recursive: true });
  for (const [index, step] of job.steps.entries()) {
    if (!holds(step.if, contexts, { failed: run.result === "failure", cancelled: false })) continue;
    const label = step.name ?? step.uses ?? `step ${index + 1}`;
    const env = Object.fromEntries(Object.entries(step.env).map(([key, text]) => [key, filledIn(text, contexts)]));
    const settings = Object.fromEntries(
      Object.entries(step.with).map(([key, text]) => [key, filledIn(text, contexts)]),
    );
    const outputs = path.join(scratch, name, `output-${index}`);
    await writeFile(outputs, "");
    const place = { workspace, artifacts: path.join(scratch, "artifacts"), outputs };
    const { failed, said } =
      step.run === undefined
        ? await use(step.uses!, settings, place, options)
        : step.name === "Install"
          ? await options.install(workspace).then(() => ({ failed: false, said: "" }))
          : await runScript(step.run, env, place, options);
    run.log += `--- ${label}${failed ? " (failed)" : ""}\n${said}\n`;
    if (failed) run.result = "failure";
    if (step.id !== undefined) steps[step.id] = { outputs: await outputsOf(outputs) };
  }
  run.outputs = Object.fromEntries(Object.entries(job.outputs).map(([key, text]) => [key, filledIn(text, contexts)]));
  return run;
}

interface Place {
  readonly workspace: string;
  readonly artifacts: string;
  readonly outputs: string;
}

async function runScript(
  script: string,
  env: Readonly<Record<string, string>>,
  place: Place,
  options: WorkflowOptions,
) {
  const file = `${place.outputs}.sh`;
  await writeFile(file, script);
  // Only what GitHub sets: nothing of the test's own environment decides anything.
  const own = Object.fromEntries(
    ["PATH", "HOME", "LOCO_HOME"].flatMap((key) => {
      const value = process.env[key];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
  const { failed, all } = await execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", file], {
    cwd: place.workspace,
    extendEnv: false,
    env: {
      ...own,
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: place.workspace,
      GITHUB_OUTPUT: place.outputs,
      GITHUB_STEP_SUMMARY: `${place.outputs}.md`,
      LANG: "C.UTF-8",
      ...options.env,
      ...env,
    },
    all: true,
    reject: false,
    stdin: "ignore",
  });
  return { failed, said: all };
}

async function use(
  action: string,
  settings: Readonly<Record<string, string>>,
  { workspace, artifacts }: Place,
  { repository, github }: WorkflowOptions,
) {
  const fine = { failed: false, said: "" };
  const [name] = action.split("@");
  if (name === "actions/checkout") {
    if (settings["ref"] !== undefined || settings["repository"] !== undefined)
      throw new Error("Only the default branch's own commit is checked out.");
    await execa("git", ["clone", "-q", "--no-checkout", repository, workspace]);
    await execa("git", ["-C", workspace, "checkout", "-q", "--detach", github.sha]);
    return fine;
  }
  if (name === "actions/setup-node" || name === "actions/setup-python" || name === "actions/cache/restore") return fine;
  const kept = path.join(artifacts, settings["name"] ?? "artifact");
  const folder = path.join(workspace, settings["path"] ?? ".");
  if (name === "actions/upload-artifact") {
    const copied = await cp(folder, kept, { recursive: true }).then(
      () => true,
      () => false,
    );
    return { failed: !copied && settings["if-no-files-found"] === "error", said: "" };
  }
  if (name === "actions/download-artifact") {
    const copied = await cp(kept, folder, { recursive: true }).then(
      () => true,
      () => false,
    );
    return { failed: !copied, said: "" };
  }
  throw new Error(`Nothing here stands for ${action}.`);
}

async function outputsOf(file: string): Promise<Record<string, string>> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

import { parse } from "yaml";
import { z } from "zod";
import { syntaxErrors } from "./workflow-parser.ts";

const stepSchema = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});
const jobSchema = z.looseObject({
  permissions: z.unknown().optional(),
  "timeout-minutes": z.unknown().optional(),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: z.unknown().optional(),
  jobs: z.record(z.string(), jobSchema),
});

type Step = z.infer<typeof stepSchema>;

/** Events that run with the class's own rights, whoever caused them. */
const privileged = ["pull_request_target", "workflow_run", "issue_comment"];
const posting =
  /^node --conditions=@locollm\/source packages\/cli\/src\/main\.ts post \S+( \\\n {2}--\S+ "\$\w+"( --\S+ "\$\w+")*)*\n?$/;
const installing = /^npx --yes pnpm@\d+\.\d+\.\d+ install --frozen-lockfile --ignore-scripts$/;

/** What breaks the house's rules for workflows, one sentence each; none where GitHub's own parser and these rules are content. */
export function workflowProblems(name: string, text: string): string[] {
  const errors = syntaxErrors(name, text);
  if (errors.length > 0) return errors;
  const { on, permissions, jobs } = workflowSchema.parse(parse(text));
  const problems: string[] = [];
  if (JSON.stringify(permissions) !== "{}") problems.push("permissions: {} has to stand above all jobs.");
  const trusted = privileged.filter((event) => event in on);
  for (const [id, job] of Object.entries(jobs)) {
    const say = (problem: string) => problems.push(`${id}: ${problem}`);
    if (typeof job["timeout-minutes"] !== "number") say("timeout-minutes is missing.");
    const rights = z.record(z.string(), z.enum(["read", "write", "none"])).safeParse(job.permissions).data;
    if (rights === undefined) {
      say("permissions have to be named one by one.");
      continue;
    }
    for (const step of job.steps) for (const problem of stepProblems(step)) say(problem);
    if (trusted.length === 0) continue;
    for (const step of job.steps) for (const problem of trustedStepProblems(step)) say(problem);
    const writes = Object.values(rights).includes("write");
    if (writes) for (const problem of postingProblems(job.steps)) say(problem);
  }
  return problems;
}

function stepProblems({ uses, run, with: settings }: Step): string[] {
  const problems: string[] = [];
  if (uses !== undefined && !/^[\w./-]+@[0-9a-f]{40}$/.test(uses)) problems.push(`${uses} is not pinned to a commit.`);
  if (uses?.startsWith("actions/checkout@") === true && settings["persist-credentials"] !== false)
    problems.push("checkout leaves its token in the clone: persist-credentials: false");
  if (run?.includes("${{") === true)
    problems.push("An expression stands in a script, where its value is code. Hand it over in env.");
  if (run !== undefined && /--(records|sealed)\b/.test(run))
    problems.push("Points, lateness, similar work and sealed rows are the instructor's, on no runner.");
  return problems;
}

/** For jobs that a fork can start with the class's rights. */
function trustedStepProblems({ uses, run, with: settings }: Step): string[] {
  const problems: string[] = [];
  const [action] = (uses ?? "").split("@");
  if (action === "actions/checkout")
    for (const setting of ["ref", "repository", "allow-unsafe-pr-checkout", "submodules", "lfs"])
      if (setting in settings)
        problems.push(`checkout sets ${setting}: the default branch's own commit is what may be checked out.`);
  if (action === "actions/cache" || action === "actions/cache/save")
    problems.push("A cache is written where a fork decides what happens.");
  if (
    /\bgit\b[^\n]*\b(checkout|switch|worktree|merge|rebase|pull|reset|restore|archive|submodule|lfs|am|apply)\b(?!-)/.test(
      run ?? "",
    )
  )
    problems.push("git may fetch and compare here, and nothing else.");
  return problems;
}

/** A job that may write installs the class's own packages, takes what the other job left, and posts it. */
function postingProblems(steps: readonly Step[]): string[] {
  const actions = ["actions/checkout", "actions/setup-node", "actions/download-artifact"];
  return steps.flatMap(({ uses, run }) => {
    if (uses !== undefined && actions.includes(uses.split("@")[0]!)) return [];
    if (run !== undefined && (posting.test(run) || installing.test(run))) return [];
    return [`A job that may write does more than post: ${uses ?? run!.split("\n")[0]}`];
  });
}

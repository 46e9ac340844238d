import { LocoError } from "@locollm/core";

/** Where a job of a pull request runs, which may be anybody's. */
const jobs = { GITHUB_ACTIONS: "GitHub Actions", GITLAB_CI: "GitLab CI" } as const;

/**
 * Sealed rows are for the instructor's own machine: a job of a pull request keeps logs, caches and artifacts that others read.
 *
 * @throws LocoError `sealed-in-job`
 */
export function requireInstructorsMachine(environment: NodeJS.ProcessEnv = process.env): void {
  const [name] = Object.keys(jobs).filter((one) => environment[one] !== undefined && environment[one] !== "");
  if (name === undefined) return;
  throw new LocoError({
    code: "sealed-in-job",
    message: `This is a job of ${jobs[name as keyof typeof jobs]}, whose logs, caches and artifacts others read; sealed rows are never brought here.`,
    fix: "Run it on the instructor's own machine. The ordinary gate, without --sealed, is what belongs here.",
    fields: { variable: name },
    kind: "usage",
  });
}

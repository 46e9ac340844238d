import { LocoError } from "@locollm/core";
import { execa } from "execa";
import { z } from "zod";
import type { SlurmJob } from "./sbatch.ts";

/** What Slurm says of one task of an array. */
export interface QueuedTask {
  readonly index: number;
  readonly state: string;
  readonly node: string | null;
  readonly reason: string | null;
  readonly restarts: number;
}

/** Gives a job to sbatch; its number. @throws LocoError `slurm-missing`, `slurm-refused` */
export async function submitJob({ args, script }: SlurmJob): Promise<string> {
  const answer = await slurm("sbatch", args, script);
  // Before it some clusters greet; on clusters of several it is 123;name.
  const number = answer.trimEnd().split("\n").at(-1)!.split(";")[0]!;
  if (/^\d+$/.test(number)) return number;
  throw new LocoError({
    code: "slurm-refused",
    message: `sbatch answered with no number of a job: ${answer.trim().slice(0, 200)}`,
    fix: "See what is queued with squeue --me, and ask those who run the cluster.",
    fields: { program: "sbatch", args: [...args], output: answer.trim() },
    kind: "machine",
  });
}

/** Ends a job and all of its array's tasks. @throws LocoError `slurm-missing`, `slurm-refused` */
export async function cancelJob(job: string): Promise<void> {
  await knownJob(slurm("scancel", [job]));
}

/** Null where Slurm has forgotten the job: some minutes after its end it knows it no more. */
async function knownJob(asked: Promise<string>): Promise<string | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof LocoError && /invalid job id/i.test(String(error.fields["output"]))) return null;
    throw error;
  }
}

/** A number, as Slurm writes it up to 22.05 and after. */
const numberSchema = z.union([
  z.int(),
  z.looseObject({ set: z.boolean(), number: z.int() }).transform(({ set, number }) => (set ? number : null)),
]);

const jobsSchema = z.looseObject({
  jobs: z.array(
    z.looseObject({
      array_job_id: numberSchema,
      array_task_id: numberSchema.nullable(),
      array_task_string: z.string(),
      job_state: z.union([z.string(), z.array(z.string())]),
      nodes: z.string().optional(),
      state_reason: z.string().optional(),
      restart_cnt: numberSchema.optional(),
    }),
  ),
});

/** Tasks of an array that Slurm still knows, by their place in it. @throws LocoError `slurm-missing`, `slurm-refused` */
export async function queuedTasks(job: string): Promise<Map<number, QueuedTask>> {
  const answer = await knownJob(slurm("squeue", ["--json", `--jobs=${job}`]));
  const { jobs } = jobsSchema.parse(JSON.parse(answer ?? '{"jobs":[]}'));
  const found = new Map<number, QueuedTask>();
  for (const one of jobs.filter(({ array_job_id }) => String(array_job_id) === job)) {
    const state = Array.isArray(one.job_state) ? (one.job_state[0] ?? "UNKNOWN") : one.job_state;
    const indices = one.array_task_string === "" ? [one.array_task_id ?? 0] : taskIndices(one.array_task_string);
    for (const index of indices)
      found.set(index, {
        index,
        state,
        node: one.nodes === undefined || one.nodes === "" ? null : one.nodes,
        reason: one.state_reason === undefined || one.state_reason === "None" ? null : one.state_reason,
        restarts: one.restart_cnt ?? 0,
      });
  }
  return found;
}

/** The places in `0-3,7%2`. */
function taskIndices(text: string): number[] {
  return text
    .replace(/%\d+$/, "")
    .split(",")
    .flatMap((part) => {
      const [from, to = from] = part.split("-").map(Number) as [number, number?];
      return Array.from({ length: to! - from + 1 }, (_, i) => from + i);
    });
}

async function slurm(program: string, args: readonly string[], input = ""): Promise<string> {
  // Without this squeue shortens the list of an array's tasks.
  const done = await execa(program, args, { input, reject: false, env: { SLURM_BITSTR_LEN: "0" } });
  if (done.code === "ENOENT") {
    throw new LocoError({
      code: "slurm-missing",
      message: `This machine has no ${program}, so it is not part of a Slurm cluster.`,
      fix: "Log in to the cluster's login node, or work on this machine: --on local",
      kind: "machine",
    });
  }
  if (done.failed) {
    throw new LocoError({
      code: "slurm-refused",
      message: `${program} refused: ${done.stderr.trim().split("\n").at(-1) ?? ""}`,
      fix: "Mend fleet.slurm.options in semester.yaml, or ask those who run the cluster what it takes.",
      fields: { program, args: [...args], output: done.stderr.trim() },
      kind: "machine",
    });
  }
  return done.stdout;
}

import { z } from "zod";

/** Options of sbatch that the fleet sets by itself. */
const ownOptions = new Set([
  "array",
  "chdir",
  "dependency",
  "error",
  "export",
  "job-name",
  "kill-on-invalid-dep",
  "open-mode",
  "output",
  "parsable",
  "requeue",
  "no-requeue",
  "signal",
  "wait",
  "wrap",
]);

const optionName = z
  .string()
  .regex(/^[a-z][a-z-]*$/, "must be a long option of sbatch without its hyphens, such as partition")
  .refine((name) => !ownOptions.has(name), "is set by the fleet itself");

/** `fleet` in `semester.yaml`: how many adapters at once are worked on, and where. */
export const fleetRulesSchema = z.strictObject({
  slurm: z
    .strictObject({
      options: z
        .record(optionName, z.union([z.string().regex(/^[^\n\r]+$/), z.number(), z.literal(true)]))
        .default({})
        .describe("Options of sbatch as they are: partition, account, qos, time, gres, constraint, mem and others."),
      atOnce: z.int().min(1).optional().describe("Tasks of one array that run at the same time, at most."),
      prolog: z
        .string()
        .optional()
        .describe("Lines of shell that run on the node before each task, such as module load."),
    })
    .prefault({}),
});
export type FleetRules = z.infer<typeof fleetRulesSchema>;

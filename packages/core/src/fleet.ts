import { z } from "zod";
import { adapterIdSchema, schemaVersion, slugSchema } from "./names.ts";
import { recipeSettingsSchema } from "./recipe.ts";

/** What a fleet does with each of its adapters. */
const fleetCommands = ["train", "grade", "migrate"] as const;

/** One piece of a fleet's work, done by one process. */
export const fleetTaskSchema = z.strictObject({
  index: z.int().min(0).describe("Its place in the plan, and in a Slurm array."),
  adapter: adapterIdSchema,
  base: slugSchema,
  settings: recipeSettingsSchema.describe("Of a sweep: settings in place of the adapter's own; else empty."),
  seconds: z.number().min(0).describe("Estimated on the machine that planned."),
  memoryBytes: z.number().min(0),
});
export type FleetTask = z.infer<typeof fleetTaskSchema>;

/** An adapter that cannot be planned, and why. */
const refusedAdapterSchema = z.strictObject({ adapter: adapterIdSchema, reason: z.string(), fix: z.string() });
export type RefusedAdapter = z.infer<typeof refusedAdapterSchema>;

/** `.loco/fleet/<id>/plan.json`: what is to be done, before anything is. */
export const fleetPlanSchema = z.strictObject({
  schema: schemaVersion,
  id: slugSchema,
  command: z.enum(fleetCommands),
  on: z.enum(["local", "slurm"]),
  semester: slugSchema,
  sweep: adapterIdSchema
    .nullable()
    .describe("The adapter whose settings are compared; null where every task is an adapter's own."),
  moving: z
    .strictObject({
      from: slugSchema.describe("The base that the adapters are on; each task names the one they move to."),
      margin: z.number().describe("A share: an adapter that is less than this worse is as good."),
    })
    .nullable()
    .default(null)
    .describe("Of a migration; null of all else."),
  threads: z.int().min(1).describe("CPU threads of a task."),
  tasks: z.array(fleetTaskSchema).min(1),
  refused: z.array(refusedAdapterSchema).default([]).describe("Those of the adapters that could not be planned."),
});
export type FleetPlan = z.infer<typeof fleetPlanSchema>;

/** One time that a task was begun. */
const fleetAttemptSchema = z.strictObject({
  host: z.string(),
  job: z.string().nullable().describe("Slurm's number of the job; null on this machine."),
  started: z.iso.datetime(),
});

/** `.loco/fleet/<id>/tasks/<index>.json`: where one task stands; written by the process that does it. */
export const fleetTaskStateSchema = z.strictObject({
  schema: schemaVersion,
  index: z.int().min(0),
  attempts: z.array(fleetAttemptSchema),
  progress: z.strictObject({ step: z.int(), steps: z.int(), loss: z.number(), secondsLeft: z.number() }).nullable(),
  ended: z
    .strictObject({
      at: z.iso.datetime(),
      exitCode: z.int(),
      seconds: z.number().describe("From the last start to the end."),
      title: z.string().describe("What came out, in one line."),
      loss: z.number().nullable().describe("Validation loss of a training, nats an answer token."),
      error: z.strictObject({ code: z.string(), fix: z.string() }).nullable(),
    })
    .nullable(),
});
export type FleetTaskState = z.infer<typeof fleetTaskStateSchema>;

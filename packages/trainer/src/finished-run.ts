import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "@locollm/store";
import { z } from "zod";
import { runTraining, type RunOptions, type TrainingOutcome } from "./run-training.ts";
import { trainEventSchema } from "./train-event.ts";
import type { TrainPlan } from "./train-plan.ts";

const schema = z.strictObject({ schema: z.literal(1), start: trainEventSchema, done: trainEventSchema });

/** What a finished run of this plan reported; runs it, or the rest of it, where there is none. */
export async function finishedRun(plan: TrainPlan, options: RunOptions): Promise<TrainingOutcome> {
  const file = path.join(plan.folder, "finished.json");
  const known = await readFinished(file);
  if (known !== undefined) return known;
  const outcome = await runTraining(plan, options);
  await writeWhole(file, `${JSON.stringify({ schema: 1, ...outcome })}\n`);
  return outcome;
}

async function readFinished(file: string): Promise<TrainingOutcome | undefined> {
  try {
    const { start, done } = schema.parse(JSON.parse(await readFile(file, "utf8")));
    return start.event === "start" && done.event === "done" ? { start, done } : undefined;
  } catch {
    return undefined;
  }
}

import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "@locollm/store";
import { z } from "zod";
import { recalibrate } from "./calibration.ts";
import { shownFlops } from "./estimate.ts";
import { runTraining, type RunOptions, type TrainingOutcome } from "./run-training.ts";
import { trainEventSchema } from "./train-event.ts";
import type { TrainPlan } from "./train-plan.ts";

const schema = z.strictObject({ schema: z.literal(1), start: trainEventSchema, done: trainEventSchema });

/** What a finished run of this plan reported; runs it, or the rest of it, where there is none. */
export async function finishedRun(
  plan: TrainPlan,
  { home, ...options }: RunOptions & { readonly home?: string | undefined },
): Promise<TrainingOutcome> {
  const file = path.join(plan.folder, "finished.json");
  const known = await readFinished(file);
  if (known !== undefined) return known;
  const outcome = await runTraining(plan, options);
  await showSpeed(plan, outcome, home);
  await writeWhole(file, `${JSON.stringify({ schema: 1, ...outcome })}\n`);
  return outcome;
}

/** Shorter runs say little of the next one's speed. */
const tellingSeconds = 20;

async function showSpeed(plan: TrainPlan, { start, done }: TrainingOutcome, home: string | undefined): Promise<void> {
  if (done.seconds < tellingSeconds) return;
  const { device, deviceName, precision, threads, versions } = start;
  const speeds = [
    { width: plan.architecture.width, flops: shownFlops(plan, done.tokens / start.tokens, done.seconds) },
  ];
  const place = { threads: plan.threads, device: plan.device, home };
  await recalibrate(place, { event: "probe", device, deviceName, precision, threads, versions, speeds });
}

async function readFinished(file: string): Promise<TrainingOutcome | undefined> {
  try {
    const { start, done } = schema.parse(JSON.parse(await readFile(file, "utf8")));
    return start.event === "start" && done.event === "done" ? { start, done } : undefined;
  } catch {
    return undefined;
  }
}

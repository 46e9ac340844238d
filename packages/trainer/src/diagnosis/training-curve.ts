import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "@locollm/store";
import { z } from "zod";
import type { TrainEvent } from "../train-event.ts";

const curveSchema = z.strictObject({
  schema: z.literal(1),
  steps: z.array(z.number()).describe("Loss of each step from the first, nats an answer token."),
  rates: z.array(z.number()).describe("Learning rate of each step."),
  checks: z.array(z.strictObject({ step: z.int(), loss: z.number(), right: z.number() })),
});

/** How a training went: one loss a step, and what was measured on rows that were held out. */
export type TrainingCurve = z.infer<typeof curveSchema>;

export const emptyCurve: TrainingCurve = { schema: 1, steps: [], rates: [], checks: [] };

/** The curve with what an event adds. A run that goes on from a checkpoint does some steps again: the later one counts. */
export function addToCurve(curve: TrainingCurve, event: TrainEvent): TrainingCurve {
  if (event.event === "progress") {
    const before = event.step - 1;
    return {
      ...curve,
      steps: [...curve.steps.slice(0, before), event.loss],
      rates: [...curve.rates.slice(0, before), event.learningRate],
    };
  }
  if (event.event !== "validation") return curve;
  const { step, loss, right } = event;
  return { ...curve, checks: [...curve.checks.filter((check) => check.step < step), { step, loss, right }] };
}

/** The curve of the run in a folder; empty where there is none. */
export async function readCurve(folder: string): Promise<TrainingCurve> {
  try {
    return curveSchema.parse(JSON.parse(await readFile(path.join(folder, "curve.json"), "utf8")));
  } catch {
    return emptyCurve;
  }
}

export async function writeCurve(folder: string, curve: TrainingCurve): Promise<void> {
  await writeWhole(path.join(folder, "curve.json"), `${JSON.stringify(curve)}\n`);
}

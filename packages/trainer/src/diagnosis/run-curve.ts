import { readFile } from "node:fs/promises";
import path from "node:path";
import type { TrainingCurve } from "@locollm/core";
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
export type RunCurve = z.infer<typeof curveSchema>;

export const emptyCurve: RunCurve = { schema: 1, steps: [], rates: [], checks: [] };

/** The curve with what an event adds. A run that goes on begins with its checkpoint's own: what was not heard is not lost. */
export function addToCurve(curve: RunCurve, event: TrainEvent): RunCurve {
  if (event.event === "start" && event.curve !== undefined) return { schema: 1, ...event.curve };
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
export async function readCurve(folder: string): Promise<RunCurve> {
  try {
    return curveSchema.parse(JSON.parse(await readFile(path.join(folder, "curve.json"), "utf8")));
  } catch {
    return emptyCurve;
  }
}

export async function writeCurve(folder: string, curve: RunCurve): Promise<void> {
  await writeWhole(path.join(folder, "curve.json"), `${JSON.stringify(curve)}\n`);
}

/** Points of a curve that a lock keeps: more than a report is wide are not seen. */
const mostPoints = 100;

/** What a lock keeps of a run's curve; undefined where nothing is known of it. */
export function keptCurve({ steps, checks }: RunCurve): TrainingCurve | undefined {
  if (steps.length === 0) return undefined;
  const points = Math.min(mostPoints, steps.length);
  const losses = Array.from({ length: points }, (_, at) => {
    const bound = (part: number): number => Math.round((part * steps.length) / points);
    const part = steps.slice(bound(at), bound(at + 1));
    return Number((part.reduce((sum, loss) => sum + loss, 0) / part.length).toFixed(4));
  });
  return { steps: steps.length, losses, checks: [...checks] };
}

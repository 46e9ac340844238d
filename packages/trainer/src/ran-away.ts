import { LocoError } from "@locollm/core";
import type { TrainPlan } from "./train-plan.ts";

/** The error of a training's own weights: what the strict reader says of a stranger's file, absurd norms, has one cause here. */
export function ranAway(error: unknown, { adapterId, recipe }: Pick<TrainPlan, "adapterId" | "recipe">): unknown {
  if (!(error instanceof LocoError) || error.code !== "adapter-absurd-norm") return error;
  return new LocoError({
    code: "ran-away",
    message: `The training of ${adapterId} ran away: its loss stayed a number, but it changed the base a hundred times as much as trainings do.`,
    fix: `Lower train.learningRate in adapter.yaml (it was ${recipe.learningRate}), for example to a tenth.`,
    fields: { adapter: adapterId, learningRate: recipe.learningRate, reason: error.message },
  });
}

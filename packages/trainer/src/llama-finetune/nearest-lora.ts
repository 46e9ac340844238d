import { rm } from "node:fs/promises";
import path from "node:path";
import { readGguf } from "@locollm/store";
import { exportAdapter } from "../export-adapter.ts";
import { trainerRevision } from "../revision.ts";
import { originOf, type TrainPlan } from "../train-plan.ts";
import { extractLora, type ExtractedLora } from "./extract-lora.ts";
import { mergeLora } from "./merge-lora.ts";
import type { FinetunedWeights } from "./run-finetune.ts";

export interface NearestLora extends ExtractedLora {
  /** The base in F32 with the LoRA, as it is exported, in its weights; in the plan's folder. */
  readonly merged: string;
}

/** The LoRA of the plan's rank that is nearest to a training of whole weights, and the base with it. */
export async function nearestLora(
  plan: TrainPlan,
  { before, after }: Pick<FinetunedWeights, "before" | "after">,
): Promise<NearestLora> {
  const extracted = extractLora(readGguf(before), readGguf(after), plan);
  const [exported, merged] = [path.join(plan.folder, "extracted.gguf"), path.join(plan.folder, "merged-f32.gguf")];
  await exportAdapter(extracted.tensors, exported, originOf(plan, trainerRevision));
  await mergeLora(before, exported, merged);
  await rm(exported);
  return { ...extracted, merged };
}

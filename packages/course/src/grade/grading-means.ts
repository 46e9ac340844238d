import { adapterPath, LocoError, type BaseManifest, type Finding, type GradeRules } from "@locollm/core";
import type { AdapterFolder, CachedBase } from "@locollm/store";
import { thisMachine, type TrainingRequest } from "@locollm/trainer";
import { estimateTrainingHere } from "../estimate/estimate-training.ts";
import type { Cost } from "../estimate/say-cost.ts";
import { formatBytes } from "../words/bytes.ts";
import { formatDuration } from "../words/duration.ts";
import type { Work } from "../work/work.ts";

/**
 * Refuses a training that would hold up the grading machine for longer than the class allows, or does not fit into it, before it is begun.
 *
 * @throws LocoError `training-beyond-means`
 */
export async function requireTrainingMeans(
  work: Work,
  request: TrainingRequest,
  manifest: BaseManifest,
  file: CachedBase,
  { trainingMinutes }: GradeRules,
): Promise<void> {
  const { seconds, memoryBytes } = await estimateTrainingHere(work, request, manifest, file);
  const { memoryBytes: there } = thisMachine(null);
  const why =
    seconds > 60 * trainingMinutes
      ? `It would train for about ${formatDuration(seconds)}, and the class grades what trains in ${formatDuration(60 * trainingMinutes)} at most`
      : memoryBytes > there
        ? `It would train with ${formatBytes(Math.round(memoryBytes))} of memory, and the grading machine has ${formatBytes(there)}`
        : null;
  if (why === null) return;
  throw new LocoError({
    code: "training-beyond-means",
    message: `${why}.`,
    fix: "Lower train.epochs, or send fewer or shorter training rows; loco estimate tells what is left.",
    fields: { adapter: request.adapterId, seconds, memoryBytes },
  });
}

/** What is said of an evaluation that would hold up the grading machine for longer than the class allows; null where it would not. */
export function beyondMeans(
  { id }: AdapterFolder,
  { seconds }: Cost,
  { evaluationMinutes }: GradeRules,
): Finding | null {
  if (seconds <= 60 * evaluationMinutes) return null;
  return {
    code: "evaluation-beyond-means",
    severity: "error",
    file: `${adapterPath(id)}/data/eval.jsonl`,
    message: `It would be evaluated for about ${formatDuration(seconds)}, and the class grades what takes ${formatDuration(60 * evaluationMinutes)} at most.`,
    fix: "Send fewer or shorter evaluation rows, or lower prompt.maxTokens; loco estimate tells what is left.",
  };
}

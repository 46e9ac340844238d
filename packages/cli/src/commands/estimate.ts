import { resolveAdapter, resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import {
  costWords,
  estimateEvaluationHere,
  estimateTrainingHere,
  obtainBase,
  trainingCostWords,
  trainingRequest,
} from "@locollm/course";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";

/** What training and evaluating an adapter will take on this machine. */
export async function estimate(
  invocation: Invocation,
  name: string,
  options: { base?: string | undefined },
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  const missing = await missingBase(invocation, manifest, { training: true });
  if (missing !== undefined) return missing;
  const file = await obtainBase(invocation, workspace.root, manifest);
  const request = await trainingRequest(workspace.root, adapter, manifest, file);
  const training = await estimateTrainingHere(invocation, request, manifest, file);
  const evaluation = await estimateEvaluationHere(invocation, adapter, manifest, file);
  return {
    data: { adapter: adapter.id, base: manifest.id, training: { ...training }, evaluation: { ...evaluation } },
    text: `train  ${trainingCostWords(training)}.\neval   ${costWords(evaluation)}; less where answers are cached.`,
  };
}

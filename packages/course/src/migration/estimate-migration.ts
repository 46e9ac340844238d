import type { AdapterFolder, Workspace } from "@locollm/store";
import { estimateEvaluationHere } from "../estimate/estimate-evaluation.ts";
import { estimateTrainingHere } from "../estimate/estimate-training.ts";
import { costOfAll, type Cost } from "../estimate/say-cost.ts";
import { trainingRequest } from "../training/training-request.ts";
import type { Work } from "../work/work.ts";
import type { BaseHere } from "./migrate-adapter.ts";

/** What moving these adapters takes here, one after the other, if nothing of it is there yet. */
export async function estimateMigration(
  work: Work,
  workspace: Workspace,
  adapters: readonly AdapterFolder[],
  { from, to }: { readonly from: BaseHere; readonly to: BaseHere },
): Promise<{ readonly whole: Cost; readonly each: readonly (Cost & { readonly adapter: string })[] }> {
  const each: (Cost & { adapter: string })[] = [];
  for (const adapter of adapters) {
    const request = await trainingRequest(workspace.root, adapter, to.manifest, to.file);
    const costs = [
      await estimateTrainingHere(work, request, to.manifest, to.file),
      await estimateEvaluationHere(work, adapter, to.manifest, to.file),
      await estimateEvaluationHere(work, adapter, from.manifest, from.file),
    ];
    each.push({ adapter: adapter.id, ...costOfAll(costs) });
  }
  return { whole: costOfAll(each), each };
}

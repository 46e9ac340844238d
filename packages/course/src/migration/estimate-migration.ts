import { LocoError, type RefusedAdapter } from "@locollm/core";
import type { AdapterFolder, Workspace } from "@locollm/store";
import { estimateEvaluationHere } from "../estimate/estimate-evaluation.ts";
import { estimateTrainingHere } from "../estimate/estimate-training.ts";
import { costOfAll, type Cost } from "../estimate/say-cost.ts";
import { trainingRequest } from "../training/training-request.ts";
import type { Work } from "../work/work.ts";
import type { BaseHere } from "./migrate-adapter.ts";

export interface MigrationEstimate {
  readonly whole: Cost;
  readonly each: readonly (Cost & { readonly adapter: string })[];
  readonly refused: readonly RefusedAdapter[];
}

/**
 * What moving these adapters takes here, one after the other, if nothing of it is there yet. One that cannot be moved costs nothing and
 * is named.
 */
export async function estimateMigration(
  work: Work,
  workspace: Workspace,
  adapters: readonly AdapterFolder[],
  { from, to }: { readonly from: BaseHere; readonly to: BaseHere },
): Promise<MigrationEstimate> {
  const each: (Cost & { adapter: string })[] = [];
  const refused: RefusedAdapter[] = [];
  for (const adapter of adapters) {
    try {
      each.push({ adapter: adapter.id, ...(await estimateMove(work, workspace, adapter, { from, to })) });
    } catch (error) {
      if (!(error instanceof LocoError) || error.kind === "machine") throw error;
      refused.push({ adapter: adapter.id, reason: error.message, fix: error.fix });
    }
  }
  return { whole: costOfAll(each), each, refused };
}

/** What moving one adapter takes here. @throws LocoError where it cannot be moved as it is */
export async function estimateMove(
  work: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  { from, to }: { readonly from: BaseHere; readonly to: BaseHere },
): Promise<Cost> {
  const request = await trainingRequest(workspace.root, adapter, to.manifest, to.file);
  return costOfAll([
    await estimateTrainingHere(work, request, to.manifest, to.file),
    await estimateEvaluationHere(work, adapter, to.manifest, to.file),
    await estimateEvaluationHere(work, adapter, from.manifest, from.file),
  ]);
}

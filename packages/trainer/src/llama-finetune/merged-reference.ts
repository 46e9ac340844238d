import type { Generator, ParityReference } from "@locollm/core";
import type { TrainPlan } from "../train-plan.ts";

/**
 * What the parity gate holds the engine's own way of applying the LoRA against: the log-probabilities of the base and of the base with
 * the LoRA merged into its weights, both in F32.
 *
 * @param openBase opens a file as a base, without an adapter
 */
export async function mergedReference(
  plan: TrainPlan,
  files: { readonly before: string; readonly merged: string },
  openBase: (file: string) => Promise<Generator>,
  signal?: AbortSignal,
): Promise<ParityReference[]> {
  const rows = new Map(plan.rows.map((row) => [row.id, row]));
  const requests = plan.parity.map(({ id, continuation }) => ({
    id,
    messages: [...(rows.get(id)?.messages ?? [])],
    continuation,
  }));
  const score = async (file: string): Promise<Map<string, number[]>> => {
    await using generator = await openBase(file);
    const scored = await generator.score(requests, { signal });
    return new Map(
      scored.map(({ id, tokens }) => [id, tokens.map(({ logProbability }) => Number(logProbability.toFixed(5)))]),
    );
  };
  const base = await score(files.before);
  const adapter = await score(files.merged);
  return requests.map((request) => ({
    ...request,
    base: base.get(request.id) ?? [],
    adapter: adapter.get(request.id) ?? [],
  }));
}

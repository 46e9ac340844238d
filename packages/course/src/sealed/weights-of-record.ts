import path from "node:path";
import { LocoError, type GradeRules, type ResultsSummary } from "@locollm/core";
import type { LocalAdapter } from "@locollm/inference";
import { homeFolders, loadWeights, locoHome, placeWeights, type AdapterFolder } from "@locollm/store";
import type { Work } from "../work/work.ts";

/**
 * The very weights that public results are of: as the gate placed them in the home folder, or as the adapter's lock names them.
 *
 * @throws LocoError `weights-gone`, and those of `placeWeights` and `loadWeights`
 */
export async function weightsOfRecord(
  { signal }: Work,
  adapter: AdapterFolder,
  { base, weights }: ResultsSummary,
  rules: GradeRules,
): Promise<LocalAdapter> {
  const placed = path.join(locoHome(), homeFolders.weights, `${weights}.gguf`);
  const here = await placeWeights(placed, locoHome(), weights).catch((error: unknown) => {
    if (error instanceof LocoError && error.code === "weights-missing") return null;
    throw error;
  });
  if (here !== null) return { id: adapter.id, path: here.path, sha256: weights };
  // From where a submission says, nothing is fetched, but as the class takes weights that are submitted.
  const isFar = /^https?:/.test(adapter.locks.get(base.id)?.weights.source ?? "");
  if (!isFar || rules.weights === "submitted") {
    const { hosts, maximumBytes } = rules.submitted;
    const loaded = await loadWeights(adapter, base.id, { signal, hosts, maximumBytes });
    if (loaded.sha256 === weights) return { id: adapter.id, path: loaded.path, sha256: weights };
  }
  throw new LocoError({
    code: "weights-gone",
    message: `The weights that ${adapter.id} was graded by (sha256 ${weights.slice(0, 12)}…) are not on this machine any more.`,
    fix: `Grade it again: loco grade ${adapter.id}`,
    fields: { adapter: adapter.id },
  });
}

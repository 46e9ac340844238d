import { readAdapterGguf, type AdapterBase, type AdapterFolder } from "@locollm/store";
import { classWeights } from "./class-weights.ts";
import { weightUpdates } from "./weight-updates.ts";
import { weightsOverlap, type WeightsOverlap } from "./weights-overlap.ts";

/** What another adapter's weights have in common with these, or why that is not known. */
export type ComparedWeights = { readonly overlap: WeightsOverlap } | { readonly why: string };

/**
 * Reads weights, to be compared with those of adapters of the class.
 *
 * @throws LocoError where they are unsound, as `readAdapterGguf` does
 */
export function compareWeights(
  { file, base }: { readonly file: string; readonly base: AdapterBase },
  home: string | undefined,
): (other: AdapterFolder) => Promise<ComparedWeights> {
  const own = weightUpdates(readAdapterGguf(file, base));
  return async (other) => {
    const theirs = await classWeights(other, base, home);
    return "why" in theirs ? theirs : { overlap: weightsOverlap(own, theirs.updates) };
  };
}

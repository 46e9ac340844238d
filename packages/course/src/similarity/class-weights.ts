import { stat } from "node:fs/promises";
import path from "node:path";
import { LocoError } from "@locollm/core";
import {
  homeFolders,
  loadWeights,
  locoHome,
  readAdapterGguf,
  type AdapterBase,
  type AdapterFolder,
} from "@locollm/store";
import { weightDirections, type WeightDirections } from "./weight-directions.ts";

/** The weights of an adapter of the class as they are compared, or why they are not. */
export type ClassWeights = { readonly directions: WeightDirections } | { readonly why: string };

/** Bytes of directions that stay in memory: those of some fifty adapters of rank 4. */
const mostKept = 256 * 2 ** 20;

/** By the sha256 of the weights and of their base; the one that was used last stands last. */
const kept = new Map<string, WeightDirections>();

/**
 * Reads the weights that an adapter's lock names for a base, from its folder or the home folder: the network is never asked.
 * They are decomposed once in a process, as far as memory allows.
 */
export async function classWeights(
  adapter: AdapterFolder,
  base: AdapterBase,
  home: string = locoHome(),
): Promise<ClassWeights> {
  const lock = adapter.locks.get(base.id);
  if (lock === undefined) return { why: `it was not trained on ${base.id}` };
  const { sha256, source } = lock.weights;
  if (/^https?:/.test(source) && !(await isThere(path.join(home, homeFolders.weights, `${sha256}.gguf`))))
    return { why: "its weights are at an address, and not on this disk" };
  try {
    const key = `${sha256} ${base.sha256}`;
    const weights = await loadWeights(adapter, base.id, { home });
    const directions = kept.get(key) ?? weightDirections(readAdapterGguf(weights.path, base));
    keep(key, directions);
    return { directions };
  } catch (error) {
    if (!(error instanceof LocoError)) throw error;
    return { why: `its weights cannot be read (${error.code})` };
  }
}

function keep(key: string, directions: WeightDirections): void {
  kept.delete(key);
  kept.set(key, directions);
  let bytes = 0;
  for (const [other, held] of [...kept].toReversed()) {
    bytes += bytesOf(held);
    if (bytes > mostKept && other !== key) kept.delete(other);
  }
}

function bytesOf(directions: WeightDirections): number {
  let bytes = 0;
  for (const { outputs, inputs } of directions.values())
    for (const { byteLength } of [...outputs, ...inputs]) bytes += byteLength;
  return bytes;
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}

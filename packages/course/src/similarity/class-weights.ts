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
import { weightUpdates, type WeightUpdates } from "./weight-updates.ts";

/** The weights of an adapter of the class as they are compared, or why they are not. */
export type ClassWeights = { readonly updates: WeightUpdates } | { readonly why: string };

/** Bytes of updates that stay in memory: those of some fifty adapters of rank 4. */
const mostKept = 256 * 2 ** 20;

/** By the sha256 of the weights and of their base; the one that was used last stands last. */
const kept = new Map<string, WeightUpdates>();

/**
 * Reads the weights that an adapter's lock names for a base, from its folder or the home folder: the network is never asked.
 * They are read once in a process, as far as memory allows.
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
    const updates = kept.get(key) ?? weightUpdates(readAdapterGguf(weights.path, base));
    keep(key, updates);
    return { updates };
  } catch (error) {
    if (!(error instanceof LocoError)) throw error;
    return { why: `its weights cannot be read (${error.code})` };
  }
}

function keep(key: string, updates: WeightUpdates): void {
  kept.delete(key);
  kept.set(key, updates);
  let bytes = 0;
  for (const [other, held] of [...kept].toReversed()) {
    bytes += bytesOf(held);
    if (bytes > mostKept && other !== key) kept.delete(other);
  }
}

function bytesOf(updates: WeightUpdates): number {
  let bytes = 0;
  for (const { columns, rows } of updates.values())
    for (const { byteLength } of [...columns, ...rows]) bytes += byteLength;
  return bytes;
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}

import type { Generation } from "./generator.ts";

/** What a cached answer holds: all but the request's name. */
export type CachedGeneration = Omit<Generation, "id">;

/** Answers by the hash of everything that can change them. An entry is written whole or not at all. */
export interface GenerationCache {
  get(keys: readonly string[]): ReadonlyMap<string, CachedGeneration>;
  put(entries: ReadonlyMap<string, CachedGeneration>): void;
}

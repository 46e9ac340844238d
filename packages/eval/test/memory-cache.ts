import type { CachedGeneration, GenerationCache } from "@locollm/core";

/** Core's cache in memory; it holds JSON, as the stored one does. */
export function memoryCache(): GenerationCache & { readonly size: number } {
  const entries = new Map<string, string>();
  return {
    get: (keys) =>
      new Map(
        keys.flatMap((key): [string, CachedGeneration][] => {
          const entry = entries.get(key);
          return entry === undefined ? [] : [[key, JSON.parse(entry) as CachedGeneration]];
        }),
      ),
    put(added) {
      for (const [key, generation] of added) entries.set(key, JSON.stringify(generation));
    },
    get size() {
      return entries.size;
    },
  };
}

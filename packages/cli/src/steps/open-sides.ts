import type { BaseManifest, Generator } from "@locollm/core";
import type { LocalAdapter } from "@locollm/inference";
import type { CachedBase } from "@locollm/store";
import { adaptedGenerator } from "./adapted-generator.ts";

/** Opens a base and an adapter on it, to be asked the same; both close with the stack, and the engine with them. */
export async function openSides(
  stack: AsyncDisposableStack,
  manifest: BaseManifest,
  file: CachedBase,
  adapter: LocalAdapter,
): Promise<{ readonly base: Generator; readonly adapter: Generator }> {
  const { openBase, stopLlama } = await import("@locollm/inference");
  stack.defer(stopLlama);
  const base = stack.use(await openBase({ manifest, file }));
  return { base: base.generator(), adapter: adaptedGenerator(base, adapter) };
}

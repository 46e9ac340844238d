import type { BaseManifest } from "@locollm/core";
import type { OpenBase } from "@locollm/inference";
import type { CachedBase } from "@locollm/store";

/** Opens a base on this machine's engine; both close with the stack. */
export async function openEngine(
  stack: AsyncDisposableStack,
  manifest: BaseManifest,
  file: CachedBase,
): Promise<OpenBase> {
  const { openBase, stopLlama } = await import("@locollm/inference");
  stack.defer(stopLlama);
  return stack.use(await openBase({ manifest, file }));
}

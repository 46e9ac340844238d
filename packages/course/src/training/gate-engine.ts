import type { BaseManifest, Generator } from "@locollm/core";
import type { OpenBase } from "@locollm/inference";
import type { CachedBase } from "@locollm/store";
import type { AdapterWeights } from "@locollm/trainer";

/** The engine on one base for the parity gate, opened when it is first asked for and closed with `stack`. */
export async function gateEngine(
  manifest: BaseManifest,
  file: CachedBase,
  stack: AsyncDisposableStack,
): Promise<(weights: AdapterWeights | null) => Promise<Generator>> {
  const { openBase, stopLlama } = await import("@locollm/inference");
  stack.defer(stopLlama);
  let opened: Promise<OpenBase> | undefined;
  // Only once training is over: the engine's memory would stand beside it all the time.
  const open = () => (opened ??= openBase({ manifest, file }).then((base) => stack.use(base)));
  return async (weights) =>
    (await open()).generator({
      adapter: weights === null ? null : { id: weights.id, sha256: weights.sha256, path: weights.file },
      width: 1,
    });
}

import type { BaseManifest, Generator } from "@locollm/core";
import type { OpenBase } from "@locollm/inference";
import type { CachedBase } from "@locollm/store";
import type { AdapterWeights } from "@locollm/trainer";

export interface GateEngine {
  readonly openGenerator: (weights: AdapterWeights | null) => Promise<Generator>;
  /** Loads the base while something else is waited for. What goes wrong is told when a generator is asked. */
  readonly loadAhead: () => void;
}

/**
 * The engine on one base for the parity gate, opened when it is first asked for and closed with `stack`: before that its
 * memory would stand beside the training's.
 */
export async function gateEngine(
  manifest: BaseManifest,
  file: CachedBase,
  stack: AsyncDisposableStack,
): Promise<GateEngine> {
  const { openBase, stopLlama } = await import("@locollm/inference");
  stack.defer(stopLlama);
  let opened: Promise<OpenBase> | undefined;
  const open = () => (opened ??= openBase({ manifest, file }).then((base) => stack.use(base)));
  return {
    openGenerator: async (weights) =>
      (await open()).generator({
        adapter: weights === null ? null : { id: weights.id, sha256: weights.sha256, path: weights.file },
        width: 1,
      }),
    loadAhead: () => {
      open()
        .then((base) => base.load())
        .catch(() => undefined);
    },
  };
}

import type { BaseManifest } from "@locollm/core";
import type { CachedBase } from "@locollm/store";
import type { FinetuneBackend } from "@locollm/trainer";
import type { Work } from "../work/work.ts";

/** What training with llama.cpp alone needs of the engine: its programs, and files of this base opened as bases. */
export async function finetuneBackend(
  { signal, talk }: Work,
  manifest: BaseManifest,
  file: CachedBase,
  stack: AsyncDisposableStack,
): Promise<FinetuneBackend> {
  const { buildLlamaTools, openBase, stopLlama } = await import("@locollm/inference");
  stack.defer(stopLlama);
  return {
    tools: () =>
      buildLlamaTools(["llama-quantize", "llama-finetune"], { signal, onLog: (line) => talk.say(`  ${line}`) }),
    openBase: async (opened) => {
      const base = await openBase({ manifest, file: { ...file, path: opened } });
      const generator = base.generator({ width: 1 });
      return {
        ...generator,
        [Symbol.asyncDispose]: async () => {
          await generator[Symbol.asyncDispose]();
          await base[Symbol.asyncDispose]();
        },
      };
    },
  };
}

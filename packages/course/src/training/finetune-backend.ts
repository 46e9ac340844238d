import type { BaseManifest } from "@locollm/core";
import { hashFile } from "@locollm/store";
import type { FinetuneBackend } from "@locollm/trainer";
import type { Work } from "../work/work.ts";

/** What training with llama.cpp alone needs of the engine: its programs, and files of this base opened as bases. */
export async function finetuneBackend(
  { signal, talk }: Work,
  manifest: BaseManifest,
  stack: AsyncDisposableStack,
): Promise<FinetuneBackend> {
  const { buildLlamaTools, openBase, stopLlama } = await import("@locollm/inference");
  stack.defer(stopLlama);
  return {
    tools: () =>
      buildLlamaTools(["llama-quantize", "llama-finetune"], { signal, onLog: (line) => talk.say(`  ${line}`) }),
    openBase: async (opened) => {
      // What is measured of an engine is kept by its file's hash, which is not the base's here.
      const base = await openBase({ manifest, file: { path: opened, sha256: await hashFile(opened) } });
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

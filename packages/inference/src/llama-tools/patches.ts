import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** A change to one file of llama.cpp's source; the text that it takes the place of must be there. */
export interface Patch {
  readonly why: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export const patches: readonly Patch[] = [
  {
    why: "llama-batched-bench takes --lora and leaves it unused; with this it does as it is told.",
    file: "tools/batched-bench/batched-bench.cpp",
    before: "    const llama_vocab * vocab ",
    after: `    for (const auto & wanted : params.lora_adapters) {
        llama_adapter_lora * adapter = llama_adapter_lora_init(model, wanted.path.c_str());
        float scale = wanted.scale;
        if (adapter == NULL || llama_set_adapters_lora(ctx, &adapter, 1, &scale) != 0) return 1;
    }
    const llama_vocab * vocab `,
  },
  {
    why: "The graph of a training step holds its backward pass and optimiser as well, and does not fit into that of an answer: llama-finetune aborts (ggml-org/llama.cpp#18499).",
    file: "src/llama-context.cpp",
    before: "res = std::max<uint32_t>(1024u, 8u*model.n_tensors());\n        for (",
    after: "res = std::max<uint32_t>(1024u, 32u*model.n_tensors());\n        for (",
  },
  {
    why: "llama-finetune reads the marks of a chat template as words; they are tokens of their own.",
    file: "examples/training/finetune.cpp",
    before: "common_tokenize(ctx, params.prompt, true);",
    after: "common_tokenize(ctx, params.prompt, true, true);",
  },
  {
    why: "What a LoRA has no place for, norms and the output layer, must not be trained: its change would be lost.",
    file: "examples/training/finetune.cpp",
    before: "llama_opt_param_filter_all,",
    after: `[](const struct ggml_tensor * tensor, void *) {
            const std::string name = tensor->name;
            return name.rfind("blk.", 0) == 0 && name.find("norm") == std::string::npos;
        },`,
  },
  {
    why: "The filter above compares strings.",
    file: "examples/training/finetune.cpp",
    before: "#include <vector>",
    after: "#include <string>\n#include <vector>",
  },
];

export async function applyPatch(source: string, { file, before, after }: Patch): Promise<void> {
  const target = path.join(source, file);
  const text = await readFile(target, "utf8");
  if (!text.includes(before)) throw new RangeError(`llama.cpp's ${file} has changed: ${before} is not in it`);
  await writeFile(
    target,
    text.replace(before, () => after),
  );
}

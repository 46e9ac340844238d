/** LoRA options that people bring along from PEFT and that do not survive the export to a LoRA GGUF, with the reason. */
export const unexportableOptions: Readonly<Record<string, string>> = {
  use_rslora: "rsLoRA scales by alpha / sqrt(rank); llama.cpp always scales by alpha / rank",
  use_dora: "DoRA's magnitude vectors have no place in a LoRA GGUF",
  alpha_pattern: "llama.cpp knows one alpha for the whole adapter",
  rank_pattern: "one rank for the whole adapter is what the exporter and the gate check",
  bias: "trained biases have no place in a LoRA GGUF",
  lora_bias: "trained biases have no place in a LoRA GGUF",
  modules_to_save: "fully trained modules (embeddings, the head, norms) have no place in a LoRA GGUF",
  trainable_token_indices: "trained embeddings have no place in a LoRA GGUF",
  layers_pattern: "use topLayers",
  layers_to_transform: "use topLayers",
  target_modules: "use targets, such as [q, v]",
  lora_alpha: "it is called alpha here",
  lora_dropout: "it is called dropout here",
  r: "it is called rank here",
};

/** The same options however they are spelled: rsLoRA, use_dora, modulesToSave. */
export function unexportableReason(option: string): string | undefined {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/[^a-z]/g, "")
      .replace(/^use/, "");
  const found = Object.keys(unexportableOptions).find((name) => plain(name) === plain(option));
  return found === undefined ? undefined : unexportableOptions[found];
}

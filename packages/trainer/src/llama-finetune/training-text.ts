import { readGguf, type Gguf } from "@locollm/store";
import { shuffled } from "@locollm/core";
import type { TrainPlan } from "../train-plan.ts";
import { promptTemplate } from "../prompt-template.ts";

/**
 * The rows as one text, each as its base's chat template writes the whole conversation, in a seeded order: llama-finetune takes a text,
 * cuts it into windows, and learns every token of it, prompts as well.
 */
export function trainingText(plan: TrainPlan): string {
  const template = promptTemplate(plan.base.template);
  // A plan's own reading leaves the long list of tokens out.
  const gguf = readGguf(plan.base.file, { keepLongArrays: true });
  const special = { bos_token: "", eos_token: tokenText(gguf, "tokenizer.ggml.eos_token_id") };
  return shuffled(plan.rows, plan.recipe.seed)
    .map(({ messages, target }) => {
      const turns = [...messages, { role: "assistant", content: target }].map((turn) => ({ ...turn }));
      return template.render({ messages: turns, add_generation_prompt: false, ...special });
    })
    .join("");
}

/** The text of a token that the file names by its number; empty where it names none. */
function tokenText({ metadata }: Gguf, key: string): string {
  const id = metadata.get(key)?.value;
  const tokens = metadata.get("tokenizer.ggml.tokens")?.value;
  const text = typeof id === "number" && Array.isArray(tokens) ? (tokens as unknown[])[id] : undefined;
  return typeof text === "string" ? text : "";
}

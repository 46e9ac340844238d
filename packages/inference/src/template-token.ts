import type { Message } from "@locollm/core";
import type { LlamaModel } from "node-llama-cpp";

/**
 * The first token of the base's own that a message would smuggle in, such as <|im_end|>: the template's text and the
 * message's are tokenised as one, so these words would end the turn or open another one.
 */
export function templateToken(model: LlamaModel, messages: readonly Message[]): string | undefined {
  for (const { content } of messages) {
    if (!/[<[]/.test(content)) continue;
    const token = model.tokenize(content, true).find((one) => model.isSpecialToken(one));
    if (token !== undefined) return model.detokenize([token], true);
  }
  return undefined;
}

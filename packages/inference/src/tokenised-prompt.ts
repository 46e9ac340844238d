import type { Message } from "@locollm/core";
import type { LlamaModel, Token } from "node-llama-cpp";
import type { ChatTemplate } from "./chat-template.ts";

/** A prompt in tokens, cut where it stops being the same for every last question. */
export interface TokenisedPrompt {
  /** Names the prefix: equal keys mean equal prefixes. */
  readonly prefixKey: string;
  readonly prefix: readonly Token[];
  /** At least one token. */
  readonly rest: readonly Token[];
}

/**
 * Tokenises prompts. The prefix of a prompt follows from its own messages alone, never from the other prompts of a
 * run: it is what two renderings that differ in the last turn have in common.
 */
export function promptTokeniser(model: LlamaModel, template: ChatTemplate) {
  const prefixes = new Map<string, readonly Token[]>();
  const tokens = (messages: readonly Message[]) => model.tokenize(template.prompt(messages), true);
  return (messages: readonly Message[]): TokenisedPrompt => {
    const before = messages.slice(0, -1);
    const role = messages.at(-1)?.role ?? "user";
    const prefixKey = JSON.stringify([before, role]);
    let prefix = prefixes.get(prefixKey);
    if (prefix === undefined) {
      const some = tokens([...before, { role, content: "A" }]);
      const other = tokens([...before, { role, content: "7 z" }]);
      const differs = some.findIndex((token, index) => token !== other[index]);
      prefix = some.slice(0, differs < 0 ? 0 : differs);
      prefixes.set(prefixKey, prefix);
    }
    const whole = tokens(messages);
    const shared = prefix.length < whole.length && prefix.every((token, index) => token === whole[index]);
    return shared
      ? { prefixKey, prefix, rest: whole.slice(prefix.length) }
      : { prefixKey: "", prefix: [], rest: whole };
  };
}

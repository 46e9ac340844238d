import { Template } from "@huggingface/jinja";
import { LocoError, type BaseManifest, type Message } from "@locollm/core";
import { metadataText, type Gguf } from "@locollm/store";

/** How a base's conversations are written down. */
export interface ChatTemplate {
  /** The prompt: all turns, and the header under which the assistant writes. */
  prompt(messages: readonly Message[]): string;
  /** All turns, the assistant's last one closed. */
  closed(messages: readonly Message[]): string;
}

/** Texts of the special tokens that templates name. */
export interface SpecialTokens {
  readonly bos: string;
  readonly eos: string;
}

/**
 * The Jinja text of a base's template: the manifest's, else the GGUF's own.
 *
 * @throws LocoError `base-without-template`
 */
export function templateSource(manifest: BaseManifest, gguf: Gguf): string {
  const source = manifest.chatTemplate ?? metadataText(gguf.metadata, "tokenizer.chat_template");
  if (source !== undefined) return source;
  throw new LocoError({
    code: "base-without-template",
    message: `${manifest.id} has no chat template, so nobody can say how a question is put to it.`,
    fix: `Add chatTemplate to bases/${manifest.id}.yaml.`,
    fields: { base: manifest.id },
  });
}

/** The template that a Jinja text describes, for a base with these special tokens. */
export function chatTemplate(source: string, special: SpecialTokens): ChatTemplate {
  const template = new Template(source);
  const render = (messages: readonly Message[], open: boolean) =>
    template.render({
      messages: messages.map((turn) => ({ ...turn })),
      add_generation_prompt: open,
      bos_token: special.bos,
      eos_token: special.eos,
    });
  return { prompt: (messages) => render(messages, true), closed: (messages) => render(messages, false) };
}

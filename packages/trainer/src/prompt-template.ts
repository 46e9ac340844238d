import { Template } from "@huggingface/jinja";

const parsed = new Map<string, Template>();

/** A chat template, parsed once: the adapters of a fleet share their base's. */
export function promptTemplate(text: string): Template {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const template = new Template(text);
  parsed.set(text, template);
  return template;
}

import type { BaseManifest } from "@locollm/core";

/** What the new base's manifest says that differs from the old one's, in sentences. */
export function templateEffects(from: BaseManifest, to: BaseManifest): string[] {
  const context = to.contextLength - from.contextLength;
  return [
    to.chatTemplate === undefined
      ? "The chat template is the file's own."
      : "The chat template is ours, from the base's manifest: the file has none.",
    `Context: ${to.contextLength} tokens, before ${from.contextLength}${context < 0 ? ": long questions may no longer fit" : ""}.`,
    `Architecture: ${to.architecture}${to.architecture === from.architecture ? ", as before" : `, before ${from.architecture}`}. ${millions(to)} parameters, before ${millions(from)}.`,
    licenceWords(from, to),
  ];
}

function licenceWords({ licence: before }: BaseManifest, { licence }: BaseManifest): string {
  if (licence.name === before.name) return `Licence: ${licence.name}, as before.`;
  const notice = licence.notice === undefined ? "" : ` Its notice goes wherever the weights go: "${licence.notice}"`;
  return `Licence: ${licence.name}, before ${before.name}.${notice}`;
}

function millions({ parameters }: BaseManifest): string {
  return `${Math.round(parameters / 1e6)} million`;
}

import type { BaseManifest } from "@locollm/core";

/** What every surface says beside a model's answer. */
export function smallModelNotice(base: BaseManifest): string {
  const size =
    base.parameters >= 1e9 ? `${(base.parameters / 1e9).toFixed(1)}B` : `${Math.round(base.parameters / 1e6)}M`;
  return `A small model wrote this (${base.title.split(",")[0]}, ${size} parameters, 4 bits). It may be wrong.`;
}

/** The same where only the base's name is known. */
export function namedModelNotice(base: string): string {
  return `A small model wrote this (${base}). It may be wrong.`;
}

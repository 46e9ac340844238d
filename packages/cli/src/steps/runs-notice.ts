import { visibleText, type BaseManifest, type Run } from "@locollm/core";
import { namedModelNotice, smallModelNotice } from "@locollm/course";

/** The notice of every model that answered in these runs, each once. */
export function runsNotice(bases: readonly BaseManifest[], runs: readonly Pick<Run, "generator">[]): string {
  const notices = runs.map(({ generator: { kind, base } }) => {
    if (kind === "remote") return `A remote model wrote this (${visibleText(base.id)}). It may be wrong.`;
    const manifest = bases.find(({ id }) => id === base.id);
    return manifest === undefined ? namedModelNotice(base.id) : smallModelNotice(manifest);
  });
  return [...new Set(notices)].join(" ");
}

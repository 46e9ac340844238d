import { posix } from "node:path";
import { importRule } from "./rule.ts";

/** Who may import whom. Everything points down to core. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  store: ["core"],
  inference: ["core", "store"],
  router: ["core"],
  eval: ["core"],
  trainer: ["core", "store"],
  course: ["core", "store", "inference", "router", "eval", "trainer"],
  cli: ["core", "store", "inference", "router", "eval", "trainer", "course"],
};

/** A package imports only packages below it, by their names. */
export const importArrows = importRule((specifier, file) => {
  if (file.packageName === undefined) return undefined;
  const wanted = /^@locollm\/([^/]+)/.exec(specifier)?.[1];
  if (wanted !== undefined) {
    const allowed = arrows[file.packageName];
    if (allowed === undefined)
      return `packages/${file.packageName} is new: say in tools/lint/import-arrows.ts what it may import.`;
    if (allowed.includes(wanted)) return undefined;
    return (
      `${file.packageName} may not import ${wanted} (it may import: ${allowed.join(", ") || "no other package"}). ` +
      "Imports point down to core, so that a part can be read, tested and replaced without those above it."
    );
  }
  // A package's configuration shares the repository's; its sources and tests stay inside.
  const inConfiguration = !/^packages\/[^/]+\/(src|test|bench)\//.test(file.path);
  if (!specifier.startsWith(".") || inConfiguration) return undefined;
  const target = posix.join(posix.dirname(file.path), specifier);
  if (target.startsWith(`packages/${file.packageName}/`)) return undefined;
  return (
    `${specifier} leaves packages/${file.packageName}. Import another package by its name: what it exports is its contract, ` +
    "and a class repository has no packages/ beside it."
  );
});

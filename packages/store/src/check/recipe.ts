import { LocoError, resolveRecipe, type AdapterManifest, type Finding, type Recipe } from "@locollm/core";
import type { ValuePath } from "../workspace/schema-findings.ts";

/** The recipe that a manifest means, or what is wrong with it. */
export function checkedRecipe(
  manifest: AdapterManifest,
  file: string,
  line: (path: ValuePath) => number,
): { readonly recipe: Recipe | null; readonly findings: readonly Finding[] } {
  try {
    return { recipe: resolveRecipe(manifest.train), findings: [] };
  } catch (error) {
    if (!(error instanceof LocoError)) throw error;
    return {
      recipe: null,
      findings: [
        {
          code: error.code,
          severity: "error",
          file,
          line: line(["train", "recipe"]),
          message: error.message,
          fix: error.fix,
        },
      ],
    };
  }
}

import path from "node:path";
import { adapterPath, type Finding, type GradeRules } from "@locollm/core";
import { isClassOutput } from "../submission/class-outputs.ts";
import type { Submission } from "../submission/stage-submission.ts";
import { folderHashes } from "./folder-hashes.ts";

/**
 * Files that only the class writes and that a branch changes all the same: they would be merged with it, and stand there as if the gate
 * had trained or measured them. A folder or a zip is never merged, so it may hold what it likes.
 *
 * @param adapter `<semester>/<slug>`
 */
export async function broughtOutputs(
  { from, root, classRoot, base }: Submission,
  adapter: string,
  weights: GradeRules["weights"],
): Promise<Finding[]> {
  if (from !== "git") return [];
  const folder = adapterPath(adapter);
  const [theirs, ours] = await Promise.all([root, classRoot].map((one) => folderHashes(path.join(one, folder))));
  const inside = [...new Set([...theirs!.keys(), ...ours!.keys()])].sort();
  return inside
    .filter((name) => isClassOutput(name, weights) && theirs!.get(name) !== ours!.get(name))
    .map((name): Finding => {
      const file = `${folder}/${name}`;
      const change = !ours!.has(name) ? "added" : theirs!.has(name) ? "changed" : "removed";
      const back = change === "added" ? `git rm --cached -- ${file}` : `git checkout ${base!.slice(0, 12)} -- ${file}`;
      return {
        code: "output-brought",
        severity: "error",
        file,
        message: `This file is ${change}, and only the gate writes it: it trains and measures by itself.`,
        fix: `Send the folder with loco submit, which leaves it out, or take it back: ${back}`,
      };
    });
}

import path from "node:path";
import { LocoError } from "@locollm/core";
import { listRuns } from "@locollm/store";

/**
 * The run that a folder's path, an id or the beginning of one means.
 *
 * @throws LocoError `run-missing`, `run-ambiguous`
 */
export async function runNamed(root: string, written: string): Promise<string> {
  const name = path.basename(written.replace(/[\\/]+(?:run\.json|samples\.jsonl)?$/, ""));
  const runs = await listRuns(root);
  const found = runs.filter((id) => id === name || (name.length >= 4 && id.startsWith(name)));
  if (found.length === 1) return found[0]!;
  throw new LocoError({
    code: found.length > 1 ? "run-ambiguous" : "run-missing",
    message:
      found.length > 1
        ? `${found.length} runs begin with ${name}.`
        : `There is no run ${name} in this workspace (${runs.length} are there).`,
    fix: found.length > 1 ? "Write more of its id." : "See which there are: loco report",
    fields: { run: name },
    kind: "usage",
  });
}

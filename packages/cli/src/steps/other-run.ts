import { LocoError, type Run } from "@locollm/core";
import { listRuns, readRun, type AdapterFolder } from "@locollm/store";

/**
 * The run that a run is compared with where a person names none: the base with its best prompt of the same evaluation,
 * else the base plainly asked on the same items.
 *
 * @throws LocoError `run-alone`
 */
export async function otherRun(root: string, adapter: AdapterFolder, run: Run): Promise<string> {
  const summary = adapter.results.get(run.generator.base.id);
  const ids = await listRuns(root);
  if (summary?.adapterRun.run === run.id && ids.includes(summary.baseBest.run)) return summary.baseBest.run;
  for (const id of ids) {
    if (id === run.id) continue;
    const other = (await readRun(root, id)).run;
    const same = other.dataset.sha256 === run.dataset.sha256 && other.generator.base.id === run.generator.base.id;
    if (same && other.condition.subject === "base" && other.condition.scaffold.kind === "plain") return id;
  }
  throw new LocoError({
    code: "run-alone",
    message: `No run of the base on the same items stands beside ${run.id.slice(0, 12)}.`,
    fix: `Name two runs (loco report lists them), or evaluate again: loco eval ${adapter.id}`,
    fields: { run: run.id },
    kind: "usage",
  });
}

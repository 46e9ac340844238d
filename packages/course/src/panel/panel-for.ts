import { LocoError } from "@locollm/core";
import { readWorkspace, type Workspace } from "@locollm/store";
import type { Submission } from "../submission/stage-submission.ts";
import { readPanel, type PanelItem } from "./panel.ts";

/**
 * The panel as the class holds it, without the questions of adapters that are not in the class beside which a submission stands.
 *
 * @throws LocoError where the panel is not the one that `semester.yaml` hashes: that is no fault of the submission
 */
export async function panelFor(
  { from }: Submission,
  repository: string,
  semester: string,
  ours: Workspace,
): Promise<PanelItem[]> {
  const holder = from === "git" ? ours : await readWorkspace(repository);
  const found = holder.semesters.find(({ id }) => id === semester);
  if (found === undefined) return [];
  const { items, findings } = await readPanel(holder, found);
  const [wrong] = findings.filter(({ severity }) => severity === "error");
  if (wrong !== undefined) throw new LocoError({ code: wrong.code, message: wrong.message, fix: wrong.fix });
  const known = new Set(ours.semesters.flatMap(({ adapters }) => adapters).map(({ id }) => id));
  return items.filter(({ adapter }) => known.has(adapter.id));
}

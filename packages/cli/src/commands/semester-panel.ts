import { LocoError } from "@locollm/core";
import { drawPanel, mostPanelItems, panelHash } from "@locollm/course";
import { resolveSemester, writePanel } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";

/** Draws a semester's panel and names it, with its hash, in `semester.yaml`. */
export async function semesterPanel(
  invocation: Invocation,
  name: string | undefined,
  { items: wanted = mostPanelItems }: { readonly items?: number | undefined },
): Promise<CommandResult> {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > mostPanelItems) {
    throw new LocoError({
      code: "wrong-use",
      message: `--items ${wanted} is no number from 1 to ${mostPanelItems}.`,
      fix: `Leave it out for ${mostPanelItems}.`,
      fields: { items: wanted },
      kind: "usage",
    });
  }
  const workspace = await openClass(invocation);
  const semester = resolveSemester(workspace, name);
  const items = await drawPanel(semester, { items: wanted });
  const panel = { file: semester.manifest.grade.panel?.file ?? "panel.jsonl", sha256: panelHash(items) };
  const rows = items.map(({ adapter, item }) => ({ adapter: adapter.id, item: item.id }));
  await writePanel(workspace.root, semester.id, rows, panel);
  return {
    data: { semester: semester.id, items: items.length, ...panel },
    text: `${items.length} items of ${semester.adapters.length} adapters, sha256 ${panel.sha256.slice(0, 12)}…, in semesters/${semester.id}/${panel.file}.`,
  };
}

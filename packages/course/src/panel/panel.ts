import path from "node:path";
import { hashOf, type Finding, type Item, type JsonValue } from "@locollm/core";
import { readAdapterData, readText, type AdapterFolder, type SemesterFolder, type Workspace } from "@locollm/store";
import { z } from "zod";

/** Most items of a panel: every submission may have to answer all of them. */
export const mostPanelItems = 200;

/** One item on which harm is measured, with the adapter whose evaluation rows it is from. */
export interface PanelItem {
  readonly adapter: AdapterFolder;
  readonly item: Item;
}

export interface Panel {
  readonly items: readonly PanelItem[];
  readonly findings: readonly Finding[];
}

const rowSchema = z.strictObject({ adapter: z.string(), item: z.string() });

/** What `semester.yaml` names as the panel's sha256: over the items as they are, not over the file that lists them. */
export function panelHash(items: readonly PanelItem[]): string {
  return hashOf(items.map(({ adapter, item }) => ({ adapter: adapter.id, item })) as unknown as JsonValue);
}

/**
 * The panel of a semester as the class holds it. Nothing is measured on a panel that is not the one that `semester.yaml` hashes: who
 * changes an evaluation row would move the yardstick of everybody else.
 */
export async function readPanel(workspace: Workspace, semester: SemesterFolder): Promise<Panel> {
  const { panel } = semester.manifest.grade;
  if (panel === undefined) return { items: [], findings: [] };
  const shown = `semesters/${semester.id}/${panel.file}`;
  const { text, findings } = await readText(path.join(workspace.root, shown), shown, 1e6);
  if (text === null) return { items: [], findings };
  const adapters = new Map(semester.adapters.map((adapter) => [adapter.id, adapter]));
  const rowsOf = new Map<string, ReadonlyMap<string, Item>>();
  const items: PanelItem[] = [];
  const wrong = (line: number, message: string): Panel => ({
    items: [],
    findings: [
      {
        code: "panel-unreadable",
        severity: "error",
        file: shown,
        line,
        message,
        fix: "Draw it anew: loco semester panel",
      },
    ],
  });
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const row = rowSchema.safeParse(jsonOf(line)).data;
    if (row === undefined) return wrong(at + 1, "This line is not an object with adapter and item.");
    const adapter = adapters.get(row.adapter);
    if (adapter === undefined) return wrong(at + 1, `There is no adapter ${row.adapter} in ${semester.id}.`);
    if (!rowsOf.has(adapter.id)) {
      const data = await readAdapterData(adapter);
      rowsOf.set(adapter.id, new Map(data.eval.map(({ item }) => [item.id, item])));
    }
    const item = rowsOf.get(adapter.id)!.get(row.item);
    if (item === undefined) return wrong(at + 1, `${adapter.id} has no evaluation row ${row.item}.`);
    items.push({ adapter, item });
  }
  if (items.length > mostPanelItems)
    return wrong(mostPanelItems + 1, `The panel names ${items.length} items; ${mostPanelItems} are the most.`);
  const sha256 = panelHash(items);
  if (sha256 === panel.sha256) return { items, findings: [] };
  return {
    items: [],
    findings: [
      {
        code: "panel-changed",
        severity: "error",
        file: `semesters/${semester.id}/semester.yaml`,
        message: `The panel's items have sha256 ${sha256.slice(0, 12)}…, and grade.panel names ${panel.sha256.slice(0, 12)}…: an evaluation row has changed since it was drawn.`,
        fix: "Bring the rows back, or draw the panel anew for everybody: loco semester panel",
      },
    ],
  };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

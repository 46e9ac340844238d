import type { AdapterFolder, Workspace } from "@locollm/store";
import { estimateMove } from "../migration/estimate-migration.ts";
import type { BaseHere } from "../migration/migrate-adapter.ts";
import type { Work } from "../work/work.ts";
import { planTasks, type PlannedTasks } from "./plan-tasks.ts";

/** Moves to another base as a fleet's tasks, an adapter each: what each takes where nothing of it is there yet. */
export function planMigrations(
  work: Work,
  workspace: Workspace,
  adapters: readonly AdapterFolder[],
  bases: { readonly from: BaseHere; readonly to: BaseHere },
): Promise<PlannedTasks> {
  const wanted = adapters.map((adapter) => ({ adapter, settings: {} }));
  return planTasks(work, wanted, bases.to.manifest.id, ({ adapter }) => estimateMove(work, workspace, adapter, bases));
}

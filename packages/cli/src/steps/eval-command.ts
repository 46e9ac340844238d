import type { BaseManifest } from "@locollm/core";
import { activeSemester, resolveBase, type AdapterFolder, type Workspace } from "@locollm/store";

/** How a person types the evaluation of this adapter on this base, as short as it goes. */
export function evalCommand(workspace: Workspace, adapter: AdapterFolder, base: BaseManifest): string {
  const name = adapter.semester === activeSemester(workspace).id ? adapter.slug : adapter.id;
  return `loco eval ${name}${resolveBase(workspace).id === base.id ? "" : ` --base ${base.id}`}`;
}

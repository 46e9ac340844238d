import { activeSemester, resolveBase, type AdapterFolder, type Workspace } from "@locollm/store";

/** How a person types the evaluation of this adapter on the base of this id, as short as it goes; without one, on the default base. */
export function evalCommand(workspace: Workspace, adapter: AdapterFolder, base?: string): string {
  const name = adapter.semester === activeSemester(workspace).id ? adapter.slug : adapter.id;
  return `loco eval ${name}${base === undefined || resolveBase(workspace).id === base ? "" : ` --base ${base}`}`;
}

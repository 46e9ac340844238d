import { activeSemester, type AdapterFolder, type Workspace } from "@locollm/store";

/** How a person types an adapter's name, as short as it goes: a bare name means the active semester's. */
export function typedName(workspace: Workspace, adapter: AdapterFolder): string {
  return adapter.semester === activeSemester(workspace).id ? adapter.slug : adapter.id;
}

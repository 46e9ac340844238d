import { nameOfPath, activeSemester, type AdapterFolder, type Workspace } from "@locollm/store";

/** The adapter of this class that a name or a path means; null where it means none, such as a folder elsewhere. */
export function adapterNamed(workspace: Workspace, written: string): AdapterFolder | null {
  const name = nameOfPath(written);
  const id = name.includes("/") ? name : `${activeSemester(workspace).id}/${name}`;
  return workspace.semesters.flatMap(({ adapters }) => adapters).find((adapter) => adapter.id === id) ?? null;
}

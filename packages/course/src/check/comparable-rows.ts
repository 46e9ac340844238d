import { readAdapterData, type AdapterRows, type Workspace } from "@locollm/store";

/** Adapters that were not checked themselves, of the checked ones' semesters and earlier ones, with their rows. */
export async function comparableRows(workspace: Workspace, checked: readonly AdapterRows[]): Promise<AdapterRows[]> {
  const latest = checked.reduce((last, { adapter }) => (adapter.semester > last ? adapter.semester : last), "");
  const others = workspace.semesters
    .flatMap(({ adapters }) => adapters)
    .filter((one) => one.semester <= latest && !checked.some(({ adapter }) => adapter === one));
  return Promise.all(others.map(async (adapter) => ({ adapter, data: await readAdapterData(adapter) })));
}

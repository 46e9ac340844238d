import path from "node:path";
import { fetchBase, readGguf, readWorkspace, resolveBase, type AdapterBase, type Workspace } from "@locollm/store";

/** Our own class repository, and its default base as the strict reader takes it. */
export async function classAndBase(): Promise<{ readonly workspace: Workspace; readonly base: AdapterBase }> {
  const workspace = await readWorkspace(path.join(import.meta.dirname, "../../.."));
  const manifest = resolveBase(workspace);
  const file = await fetchBase(manifest);
  return { workspace, base: { id: manifest.id, sha256: file.sha256, gguf: readGguf(file.path) } };
}

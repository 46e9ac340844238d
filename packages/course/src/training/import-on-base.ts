import type { BaseManifest } from "@locollm/core";
import type { AdapterFolder, CachedBase, Workspace } from "@locollm/store";
import { importTraining, type ImportedAdapter } from "@locollm/trainer";
import type { Work } from "../work/work.ts";
import { gateEngine } from "./gate-engine.ts";
import { openResult } from "./open-result.ts";
import { trainingRequest } from "./training-request.ts";

/**
 * Takes the result of a bundle's script, a safetensors file, a folder or a zip with it, into an adapter's folder.
 *
 * @throws LocoError of `openResult` and `importTraining`
 */
export async function importOnBase(
  work: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  file: CachedBase,
  given: string,
): Promise<ImportedAdapter> {
  const request = await trainingRequest(workspace.root, adapter, manifest, file);
  await using stack = new AsyncDisposableStack();
  const result = stack.use(await openResult(given));
  const { openGenerator } = await gateEngine(manifest, file, stack);
  return await importTraining({
    ...request,
    result: result.path,
    adapterFolder: adapter.folder,
    openGenerator,
    signal: work.signal,
    onLog: (line) => work.talk.say(line),
  });
}

import type { BaseManifest } from "@locollm/core";
import { readAdapterData, type AdapterFolder, type CachedBase } from "@locollm/store";
import type { TrainingRequest } from "@locollm/trainer";

/** What the trainer needs to know of an adapter on a base that is on this machine. */
export async function trainingRequest(
  root: string,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  file: CachedBase,
): Promise<TrainingRequest> {
  const data = await readAdapterData(adapter);
  return {
    adapterId: adapter.id,
    manifest: adapter.manifest,
    items: data.train.map(({ item }) => item),
    base: { id: manifest.id, sha256: file.sha256, file: file.path, chatTemplate: manifest.chatTemplate },
    root,
  };
}

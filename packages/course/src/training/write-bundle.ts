import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { BaseManifest } from "@locollm/core";
import { writeWhole, type AdapterFolder, type CachedBase, type Workspace } from "@locollm/store";
import { bundleFiles, planTraining } from "@locollm/trainer";
import { trainingRequest } from "./training-request.ts";

export interface WrittenBundle {
  readonly script: string;
  readonly data: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Writes the script and the data file with which an adapter is trained on a machine without LocoLLM. */
export async function writeBundle(
  workspace: Workspace,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  file: CachedBase,
  folder: string,
): Promise<WrittenBundle> {
  const plan = planTraining(await trainingRequest(workspace.root, adapter, manifest, file));
  const { openBase, stopLlama } = await import("@locollm/inference");
  await using stack = new AsyncDisposableStack();
  stack.defer(stopLlama);
  const base = stack.use(await openBase({ manifest, file }));
  const { script, data } = await bundleFiles(plan, manifest, (messages) => base.promptText(messages));
  await mkdir(folder, { recursive: true });
  const write = async ({ name, text }: { readonly name: string; readonly text: string }): Promise<string> => {
    const place = path.join(folder, name);
    await writeWhole(place, text);
    return place;
  };
  return {
    script: await write(script),
    data: await write(data),
    rows: plan.rows.length,
    bytes: Buffer.byteLength(script.text) + Buffer.byteLength(data.text),
  };
}

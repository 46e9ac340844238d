import {
  artifactKeys,
  canonicalJson,
  writtenRecipe,
  type AdapterManifest,
  type JsonValue,
  type Recipe,
} from "@locollm/core";
import { writeGguf, type Gguf, type GgufScalarType, type GgufValue } from "@locollm/store";
import { readArchitecture } from "./architectures.ts";
import { loraTensors } from "./lora-tensors.ts";
import type { SafeTensor } from "./read-safetensors.ts";

/** What an adapter's own file says that it was made from. Hashes are sha256. */
export interface AdapterOrigin {
  readonly adapterId: string;
  readonly base: { readonly id: string; readonly sha256: string; readonly gguf: Gguf };
  readonly templateSha256: string;
  readonly manifest: AdapterManifest;
  readonly recipe: Recipe;
  readonly trainSha256: string;
  /** Of the trainer, as its Python program told it. */
  readonly revision: number;
}

/**
 * Writes the tensors of PEFT's `adapter_model.safetensors` as a LoRA GGUF in f16. The same weights and origin give the same bytes:
 * no time and no machine is in them.
 *
 * @throws LocoError `architecture-unknown`, `not-exportable`
 */
export async function exportAdapter(
  trained: readonly SafeTensor[],
  target: string,
  origin: AdapterOrigin,
): Promise<void> {
  const architecture = readArchitecture(origin.base.gguf, origin.base.id);
  const tensors = loraTensors(trained, architecture);
  const entry = (type: GgufScalarType, value: string | number): GgufValue => ({ type, value });
  const text = (value: unknown): GgufValue => entry("string", canonicalJson(value as JsonValue));
  const metadata = new Map<string, GgufValue>([
    ["general.architecture", entry("string", architecture.name)],
    ["general.type", entry("string", "adapter")],
    ["general.name", entry("string", origin.adapterId)],
    ["adapter.type", entry("string", "lora")],
    ["adapter.lora.alpha", entry("f32", origin.recipe.alpha)],
    [artifactKeys.adapterId, entry("string", origin.adapterId)],
    [artifactKeys.baseId, entry("string", origin.base.id)],
    [artifactKeys.baseSha256, entry("string", origin.base.sha256)],
    [artifactKeys.templateSha256, entry("string", origin.templateSha256)],
    [artifactKeys.manifest, text(origin.manifest)],
    [artifactKeys.recipe, text(writtenRecipe(origin.recipe))],
    [artifactKeys.trainSha256, entry("string", origin.trainSha256)],
    [artifactKeys.trainerRevision, entry("u32", origin.revision)],
  ]);
  await writeGguf(target, { metadata, tensors });
}

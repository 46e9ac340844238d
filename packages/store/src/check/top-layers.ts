import type { AdapterManifest, BaseManifest, Finding } from "@locollm/core";
import { findCachedBase } from "../bases/cached-base.ts";
import { metadataNumber } from "../gguf/gguf-value.ts";
import { readGguf } from "../gguf/read-gguf.ts";
import { locoHome } from "../home.ts";
import type { ValuePath } from "../workspace/schema-findings.ts";

/** More blocks to train than the base has: training would take all of them. Told only where the base's file is here. */
export async function topLayers(
  { train }: AdapterManifest,
  base: BaseManifest | undefined,
  file: string,
  line: (path: ValuePath) => number,
): Promise<Finding[]> {
  const wanted = train.topLayers ?? null;
  const cached = wanted === null || base === undefined ? undefined : await findCachedBase(base, locoHome());
  if (wanted === null || base === undefined || cached === undefined) return [];
  const blocks = metadataNumber(readGguf(cached.path).metadata, `${base.architecture}.block_count`);
  if (blocks === undefined || wanted <= blocks) return [];
  return [
    {
      code: "top-layers-too-many",
      severity: "warning",
      file,
      line: line(["train", "topLayers"]),
      message: `train.topLayers is ${wanted}, but ${base.id} has ${blocks} blocks, so all of them are trained.`,
      fix: `Write a number below ${blocks}, or leave it out to train all.`,
    },
  ];
}

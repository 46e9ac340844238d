import { artifactKeys, artifactMetadataSchema, type ArtifactMetadata } from "@locollm/core";
import type { GgufMetadata } from "./gguf-value.ts";

/** What an artifact says of itself, or the first thing that is wrong with that, as the end of a sentence about it. */
export function artifactMetadata(
  metadata: GgufMetadata,
): { readonly value: ArtifactMetadata } | { readonly problem: string } {
  const written: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(artifactKeys)) {
    const entry = metadata.get(key);
    if (entry !== undefined) written[name] = entry.type === "array" ? [] : entry.value;
  }
  if (written["baseSha256"] === undefined)
    return { problem: `does not name the base that it was trained on (${artifactKeys.baseSha256})` };
  const parsed = artifactMetadataSchema.safeParse(written);
  if (parsed.success) return { value: parsed.data };
  const { path, message } = parsed.error.issues[0]!;
  const key = artifactKeys[path[0] as keyof typeof artifactKeys];
  return { problem: `has a ${key} that cannot be: ${message.replace(/^Invalid input: /, "")}` };
}

import { LocoError } from "@locollm/core";
import { metadataNumber, metadataText, type Gguf } from "@locollm/store";

/** How a base's blocks are built: what training costs there, and how a LoRA on them is laid out. Sizes in values. */
export interface Architecture {
  readonly name: string;
  readonly blocks: number;
  readonly width: number;
  readonly feedForward: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabulary: number;
  /** Whether the GGUF holds query and key rows in llama.cpp's interleaved order. */
  readonly permuted: boolean;
}

const permutedByName: Readonly<Record<string, boolean>> = { llama: true, qwen2: false, qwen3: false, gemma3: false };

/**
 * The dimensions of a base, from its GGUF's metadata.
 *
 * @throws LocoError `architecture-unknown` for one that we cannot train and export
 */
export function readArchitecture(gguf: Gguf, baseId: string): Architecture {
  const name = metadataText(gguf.metadata, "general.architecture") ?? "(none)";
  const permuted = Object.hasOwn(permutedByName, name) ? permutedByName[name] : undefined;
  const number = (key: string): number | undefined => metadataNumber(gguf.metadata, `${name}.${key}`);
  const width = number("embedding_length");
  const heads = number("attention.head_count");
  const blocks = number("block_count");
  const feedForward = number("feed_forward_length");
  const embedding = gguf.tensors.find((tensor) => tensor.name === "token_embd.weight");
  if (
    permuted === undefined ||
    width === undefined ||
    heads === undefined ||
    blocks === undefined ||
    feedForward === undefined ||
    embedding === undefined
  ) {
    throw new LocoError({
      code: "architecture-unknown",
      message: `${baseId} has the architecture ${name}, for which we cannot train and export a LoRA.`,
      fix: `Choose a base with one of these architectures: ${Object.keys(permutedByName).join(", ")}.`,
      fields: { base: baseId, architecture: name },
      kind: "usage",
    });
  }
  return {
    name,
    blocks,
    width,
    feedForward,
    heads,
    keyValueHeads: number("attention.head_count_kv") ?? heads,
    headSize: number("attention.key_length") ?? width / heads,
    vocabulary: embedding.dims[1] ?? 0,
    permuted,
  };
}

/** Weights of one block: attention and feed-forward. */
export function blockWeights(a: Architecture): number {
  return 2 * a.width * a.headSize * (a.heads + a.keyValueHeads) + 3 * a.width * a.feedForward;
}

import { toFloat16, writeGguf, type Gguf, type GgufTensorData, type GgufValue } from "@locollm/store";

/** The dimensions of a model. `vocabulary` in tokens, the others in values. */
export interface RandomShape {
  /** Qwen 3 has norms on queries and keys besides; the others are the same. */
  readonly architecture?: "llama" | "qwen3";
  readonly blocks: number;
  readonly width: number;
  readonly feedForward: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  /** Width over heads if left out. */
  readonly headSize?: number;
  readonly vocabulary: number;
}

/** Writes a GGUF of random 4-bit weights (Q4_0) with another base's tokenizer and template; 562 MB a billion weights. */
export async function writeRandomBase(file: string, shape: RandomShape, tokenizer: Gguf): Promise<void> {
  const { width, feedForward, blocks } = shape;
  const headSize = shape.headSize ?? width / shape.heads;
  const [query, keyValue] = [headSize * shape.heads, headSize * shape.keyValueHeads];
  const matrix = (name: string, inside: number, outside: number): GgufTensorData => ({
    name,
    type: "Q4_0",
    dims: [inside, outside],
    data: () => randomQ4((inside * outside) / 32),
  });
  const norm = (name: string, size = width): GgufTensorData => ({
    name,
    type: "F32",
    dims: [size],
    data: new Uint8Array(new Float32Array(size).fill(1).buffer),
  });
  const headNorms = (n: number): GgufTensorData[] =>
    ["attn_q_norm", "attn_k_norm"].map((name) => norm(`blk.${n}.${name}.weight`, headSize));
  const block = (n: number): GgufTensorData[] => [
    norm(`blk.${n}.attn_norm.weight`),
    matrix(`blk.${n}.attn_q.weight`, width, query),
    matrix(`blk.${n}.attn_k.weight`, width, keyValue),
    matrix(`blk.${n}.attn_v.weight`, width, keyValue),
    matrix(`blk.${n}.attn_output.weight`, query, width),
    ...(shape.architecture === "qwen3" ? headNorms(n) : []),
    norm(`blk.${n}.ffn_norm.weight`),
    matrix(`blk.${n}.ffn_gate.weight`, width, feedForward),
    matrix(`blk.${n}.ffn_up.weight`, width, feedForward),
    matrix(`blk.${n}.ffn_down.weight`, feedForward, width),
  ];
  const tensors = [
    matrix("token_embd.weight", width, shape.vocabulary),
    ...Array.from({ length: blocks }, (_, n) => block(n)).flat(),
    norm("output_norm.weight"),
  ];
  await writeGguf(file, { metadata: metadataOf(shape, tokenizer), tensors });
}

function metadataOf(shape: RandomShape, tokenizer: Gguf): Map<string, GgufValue> {
  const u32 = (value: number): GgufValue => ({ type: "u32", value });
  const { architecture = "llama", headSize = shape.width / shape.heads } = shape;
  return new Map<string, GgufValue>([
    ["general.architecture", { type: "string", value: architecture }],
    ["general.type", { type: "string", value: "model" }],
    ["general.name", { type: "string", value: "random weights" }],
    ["general.file_type", u32(2)],
    ["general.quantization_version", u32(2)],
    [`${architecture}.block_count`, u32(shape.blocks)],
    [`${architecture}.context_length`, u32(2048)],
    [`${architecture}.embedding_length`, u32(shape.width)],
    [`${architecture}.feed_forward_length`, u32(shape.feedForward)],
    [`${architecture}.attention.head_count`, u32(shape.heads)],
    [`${architecture}.attention.head_count_kv`, u32(shape.keyValueHeads)],
    [`${architecture}.attention.layer_norm_rms_epsilon`, { type: "f32", value: 1e-5 }],
    [`${architecture}.rope.freq_base`, { type: "f32", value: 10000 }],
    [`${architecture}.attention.key_length`, u32(headSize)],
    [`${architecture}.attention.value_length`, u32(headSize)],
    [`${architecture}.rope.dimension_count`, u32(headSize)],
    [`${architecture}.vocab_size`, u32(shape.vocabulary)],
    ...[...tokenizer.metadata].filter(([key]) => key.startsWith("tokenizer.")),
  ]);
}

const scale = toFloat16(0.0043);

/** Blocks of a half-precision scale and 32 nibbles; weights spread about 0.02, as trained ones are. */
function randomQ4(blocks: number): Uint8Array {
  const bytes = new Uint8Array(blocks * 18);
  const view = new DataView(bytes.buffer);
  let state = 12345;
  for (let at = 0; at < bytes.length; at += 18) {
    view.setUint16(at, scale, true);
    for (let word = at + 2; word < at + 18; word += 4) {
      // xorshift32
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      view.setUint32(word, state >>> 0, true);
    }
  }
  return bytes;
}

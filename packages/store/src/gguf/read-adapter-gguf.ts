import { artifactKeys, LocoError, visibleText, type JsonValue } from "@locollm/core";
import { artifactMetadata } from "./artifact-metadata.ts";
import { metadataNumber, metadataText } from "./gguf-value.ts";
import { readGguf, type Gguf, type GgufTensor } from "./read-gguf.ts";
import { readTensors } from "./read-tensor.ts";
import { sumValues } from "./sum-values.ts";

/** The base that an adapter is checked against. */
export interface AdapterBase {
  readonly id: string;
  readonly sha256: string;
  readonly gguf: Gguf;
}

/** One adapted linear layer: the base's tensor, and the pair whose product is added to it. */
export interface LoraPair {
  /** The base's tensor, such as `blk.0.attn_q.weight`. */
  readonly target: string;
  readonly rank: number;
  /** `[in, rank]` in ggml's order. */
  readonly a: GgufTensor;
  /** `[rank, out]` in ggml's order. */
  readonly b: GgufTensor;
}

export interface AdapterGguf {
  readonly gguf: Gguf;
  readonly baseSha256: string;
  readonly alpha: number;
  /** The largest rank of its pairs. */
  readonly rank: number;
  readonly pairs: readonly LoraPair[];
}

/** Largest rank that a recipe may ask for. */
const maxLoraRank = 64;

/**
 * Bound on the root mean square of what a pair adds to a weight, by the norms of its two sides (the product's norm is at most theirs
 * multiplied). Our adapters reach 0.002 to 0.007.
 */
const largestUpdate = 1;

/** By bytes of a tensor in single precision: one value in a hundred. Weights that training leaves so small are single ones. */
const largestSubnormalShare = 1 / 400;

/** Makes llama.cpp use an adapter only once these tokens were seen. */
const activationKey = "adapter.alora.invocation_tokens";

/** An adapter's header has 30 to 60 kB. */
const maxHeaderBytes = 4 << 20;

/** What an adapter may say of itself: not a tokenizer, nor a chat template, nor other files that belong to it. */
const ownKeys = /^(general|adapter|loco)\./;

const targetName = /^blk\.\d+\.(attn_q|attn_k|attn_v|attn_output|ffn_gate|ffn_up|ffn_down)\.weight$/;

/**
 * Reads a LoRA GGUF and holds every name, shape, type and value against its base, so that nothing unread reaches
 * native code.
 *
 * @throws LocoError `gguf-…` for an unsound file, `adapter-not-lora`, `adapter-other-base`, `adapter-bad-metadata`,
 * `adapter-bad-tensor`, `adapter-bad-alpha`, `adapter-bad-value`, `adapter-absurd-norm`
 */
export function readAdapterGguf(file: string, base: AdapterBase): AdapterGguf {
  const gguf = readGguf(file, { maxHeaderBytes });
  const fail = (code: string, message: string, fields: Record<string, JsonValue> = {}): never => {
    throw new LocoError({
      code,
      message: `${file} ${message}`,
      fix: `Train the adapter again for ${base.id}: loco train <adapter> --base ${base.id}`,
      fields: { file, base: base.id, ...fields },
    });
  };
  const { metadata } = gguf;
  if (metadataText(metadata, "general.type") !== "adapter" || metadataText(metadata, "adapter.type") !== "lora") {
    fail("adapter-not-lora", "is a GGUF, but not a LoRA adapter (general.type adapter, adapter.type lora).");
  }
  const own = artifactMetadata(metadata);
  if ("problem" in own)
    return fail(
      metadata.has(artifactKeys.baseSha256) ? "adapter-bad-metadata" : "adapter-other-base",
      `${own.problem}.`,
    );
  const { baseSha256, baseId } = own.value;
  if (baseSha256 !== base.sha256) {
    const madeFor = `${baseId ?? "an unnamed base"} (sha256 ${baseSha256.slice(0, 12)})`;
    fail("adapter-other-base", `was trained on ${madeFor}, not on ${base.id} (sha256 ${base.sha256.slice(0, 12)}).`, {
      trainedOn: baseSha256,
      baseSha256: base.sha256,
    });
  }
  const architecture = metadataText(base.gguf.metadata, "general.architecture");
  const ours = metadataText(metadata, "general.architecture");
  if (ours !== architecture) {
    fail(
      "adapter-other-base",
      `is for the architecture ${ours ?? "(none)"}, but ${base.id} is ${architecture ?? "(none)"}.`,
    );
  }
  const alpha = metadataNumber(metadata, "adapter.lora.alpha") ?? Number.NaN;
  // llama.cpp ends the whole process where it is of another type.
  if (metadata.get("adapter.lora.alpha")?.type !== "f32" || !Number.isFinite(alpha) || alpha <= 0)
    fail("adapter-bad-alpha", "should have an adapter.lora.alpha above 0, as f32.", { alpha: String(alpha) });
  if (metadata.has(activationKey))
    fail(
      "adapter-bad-metadata",
      `has ${activationKey}: it would be active after some words alone, which is never measured.`,
    );
  const foreign = [...metadata.keys()].find((key) => !ownKeys.test(key));
  if (foreign !== undefined)
    fail("adapter-bad-metadata", `has the key ${visibleText(foreign)}, which is no adapter's to set.`);
  const failTensor = (tensor: string, message: string): never =>
    fail("adapter-bad-tensor", `does not fit ${base.id}: ${tensor} ${message}.`, { tensor });
  const pairs = pairTensors(gguf, base.gguf, failTensor);
  const squares = new Map<string, number>();
  for (const [tensor, bytes] of readTensors(gguf)) {
    const half = tensor.type.name === "F16";
    const sums = sumValues(bytes, half);
    squares.set(tensor.name, sums.squares);
    if (sums.subnormal > bytes.length * largestSubnormalShare)
      fail("adapter-bad-value", `holds ${sums.subnormal} values below 2^-126 in ${tensor.name}, which slow it down.`, {
        tensor: tensor.name,
        subnormal: sums.subnormal,
      });
    if (Number.isFinite(sums.squares)) continue;
    const index = findNonFinite(bytes, half);
    fail("adapter-bad-value", `holds NaN or infinity in ${tensor.name}, value ${index}.`, {
      tensor: tensor.name,
      index,
    });
  }
  for (const { target, a, b, rank } of pairs) {
    const norms = Math.sqrt(squares.get(a.name)! * squares.get(b.name)!);
    const update = (alpha / rank) * (norms / Math.sqrt(a.dims[0]! * b.dims[1]!));
    if (update > largestUpdate)
      fail(
        "adapter-absurd-norm",
        `changes ${target} by up to ${update.toPrecision(2)} a weight on average; at most ${largestUpdate} is allowed, and training gives about 0.01.`,
        {
          tensor: target,
          update,
        },
      );
  }
  return { gguf, baseSha256, alpha, rank: Math.max(...pairs.map((pair) => pair.rank)), pairs };
}

function pairTensors(gguf: Gguf, base: Gguf, fail: (tensor: string, message: string) => never): LoraPair[] {
  const baseTensors = new Map(base.tensors.map((tensor) => [tensor.name, tensor]));
  const tensors = new Map(gguf.tensors.map((tensor) => [tensor.name, tensor]));
  const pairs: LoraPair[] = [];
  for (const tensor of gguf.tensors) {
    const [, target, side] =
      /^(.*)\.lora_([ab])$/.exec(tensor.name) ?? fail(tensor.name, "should end in .lora_a or .lora_b");
    if (tensor.type.name !== "F16" && tensor.type.name !== "F32")
      fail(tensor.name, `should be F16 or F32, not ${tensor.type.name}`);
    if (tensor.dims.length !== 2) fail(tensor.name, `should have 2 dimensions, not ${tensor.dims.length}`);
    const other = tensors.get(`${target}.lora_${side === "a" ? "b" : "a"}`);
    if (other === undefined) return fail(tensor.name, `stands without its lora_${side === "a" ? "b" : "a"}`);
    if (side === "b") continue;
    const weight = baseTensors.get(target!);
    if (weight === undefined || !targetName.test(target!))
      return fail(tensor.name, `adapts ${target}, which is no linear layer of the base`);
    const rank = tensor.dims[1]!;
    const want = [weight.dims[0], rank, rank, weight.dims[1]];
    const have = [...tensor.dims, ...other.dims];
    if (want.some((dim, i) => dim !== have[i])) {
      fail(target!, `is [${weight.dims}] in the base, but the pair is [${tensor.dims}] and [${other.dims}]`);
    }
    if (rank > maxLoraRank) fail(tensor.name, `has rank ${rank}; at most ${maxLoraRank} is allowed`);
    pairs.push({ target: target!, rank, a: tensor, b: other });
  }
  if (pairs.length === 0) fail("the file", "holds no pair of lora_a and lora_b");
  return pairs;
}

/** Index of the first value whose exponent bits are all set: NaN or infinity. */
function findNonFinite(bytes: Uint8Array<ArrayBuffer>, half: boolean): number {
  if (half) {
    const values = new Uint16Array(bytes.buffer);
    return values.findIndex((bits) => (bits & 0x7c00) === 0x7c00);
  }
  return new Uint32Array(bytes.buffer).findIndex((bits) => (bits & 0x7f800000) === 0x7f800000);
}

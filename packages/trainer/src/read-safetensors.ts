import { open } from "node:fs/promises";
import { LocoError } from "@locollm/core";
import { z } from "zod";

export interface SafeTensor {
  readonly name: string;
  /** As the format spells it, such as F32. */
  readonly dtype: string;
  /** Outermost first. */
  readonly shape: readonly number[];
  /** Row-major, little-endian. */
  readonly data: Uint8Array;
}

export interface Safetensors {
  /** Sorted by name. */
  readonly tensors: readonly SafeTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

const dtypeBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
} as const;
const entrySchema = z.strictObject({
  dtype: z.enum(Object.keys(dtypeBytes) as [keyof typeof dtypeBytes]),
  shape: z.array(z.int().min(0)).max(8),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const metadataSchema = z.record(z.string(), z.string());
const maxHeaderBytes = 16 << 20;

/** Bytes that a LoRA in F32 has at most, with a header; what is larger is not opened. */
export const maxSafetensorsBytes = 64 << 20;

/**
 * Reads a safetensors file whole: every tensor inside the file, none over another, no byte left over.
 *
 * @param fix what to do about a file that is unsound
 * @throws LocoError `safetensors-broken`, `weights-too-large`
 */
export async function readSafetensors(
  file: string,
  fix = "Remove the run's folder and train again.",
): Promise<Safetensors> {
  const bytes = await readBounded(file);
  try {
    return parse(bytes);
  } catch (cause) {
    const why =
      cause instanceof z.ZodError ? z.prettifyError(cause) : cause instanceof Error ? cause.message : String(cause);
    throw new LocoError({
      code: "safetensors-broken",
      message: `${file} is no sound safetensors file: ${why}`,
      fix,
      fields: { file },
      cause,
    });
  }
}

async function readBounded(file: string): Promise<Buffer> {
  await using handle = await open(file, "r");
  const { size } = await handle.stat();
  if (size <= maxSafetensorsBytes) return await handle.readFile();
  throw new LocoError({
    code: "weights-too-large",
    message: `${file} has ${(size / 1e6).toFixed(0)} MB; weights of an adapter have at most ${(maxSafetensorsBytes / 1e6).toFixed(0)} MB.`,
    fix: "Check that this is the adapter's file and not a whole model's.",
    fields: { file, bytes: size },
  });
}

function parse(bytes: Buffer): Safetensors {
  if (bytes.length < 8) throw new RangeError("it is shorter than its header.");
  const headerBytes = bytes.readBigUInt64LE(0);
  if (headerBytes > BigInt(maxHeaderBytes) || 8n + headerBytes > BigInt(bytes.length))
    throw new RangeError("its header is longer than the file.");
  const start = 8 + Number(headerBytes);
  const { __metadata__: metadata = {}, ...entries } = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, start))));
  const data = bytes.subarray(start);
  const tensors = Object.keys(entries)
    .sort()
    .map((name) => ({ name, ...entrySchema.parse(entries[name]) }));
  let end = 0;
  for (const { name, dtype, shape, data_offsets: offsets } of [...tensors].sort(
    (a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  )) {
    const size = shape.reduce((product, dim) => product * dim, dtypeBytes[dtype]);
    if (offsets[0] !== end || offsets[1] - offsets[0] !== size)
      throw new RangeError(`${name} does not stand where the tensor before it ends, or has the wrong size.`);
    end = offsets[1];
  }
  if (end !== data.length)
    throw new RangeError(`its tensors need ${end} bytes, and it holds ${data.length}: it is cut short or spoilt.`);
  return {
    metadata: metadataSchema.parse(metadata),
    tensors: tensors.map(({ name, dtype, shape, data_offsets: [from, to] }) => ({
      name,
      dtype,
      shape,
      data: data.subarray(from, to),
    })),
  };
}

/**
 * A tensor's values.
 *
 * @throws LocoError `not-exportable` where it is not of type F32
 */
export function floatValues({ name, dtype, data }: SafeTensor): Float32Array {
  if (dtype === "F32") return new Float32Array(Uint8Array.from(data).buffer);
  throw new LocoError({
    code: "not-exportable",
    message: `The trained tensor ${name} is ${dtype}; training writes F32.`,
    fix: "Save the LoRA in F32 (weight.float() before save_file).",
    fields: { tensor: name, dtype },
  });
}

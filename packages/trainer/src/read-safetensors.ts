import { readFile } from "node:fs/promises";
import { LocoError } from "@locollm/core";
import { z } from "zod";

export interface SafeTensor {
  readonly name: string;
  /** Row-major, outermost first. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const entrySchema = z.strictObject({
  dtype: z.literal("F32"),
  shape: z.array(z.int().min(0)).length(2),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const maxHeaderBytes = 16 << 20;

/**
 * The tensors of a safetensors file that our own Python program wrote: matrices in F32, sorted by name.
 *
 * @throws LocoError `safetensors-broken`
 */
export async function readSafetensors(file: string): Promise<SafeTensor[]> {
  const bytes = await readFile(file);
  try {
    return parse(bytes);
  } catch (cause) {
    throw new LocoError({
      code: "safetensors-broken",
      message: `${file} is no sound safetensors file: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: "Remove the run's folder and train again.",
      fields: { file },
      cause,
    });
  }
}

function parse(bytes: Buffer): SafeTensor[] {
  if (bytes.length < 8) throw new RangeError("it is shorter than its header.");
  const headerBytes = Number(bytes.readBigUInt64LE(0));
  if (headerBytes > maxHeaderBytes || 8 + headerBytes > bytes.length)
    throw new RangeError("its header is longer than the file.");
  const header = z.record(z.string(), z.unknown()).parse(JSON.parse(bytes.toString("utf8", 8, 8 + headerBytes)));
  const data = bytes.subarray(8 + headerBytes);
  return Object.keys(header)
    .filter((name) => name !== "__metadata__")
    .sort()
    .map((name) => {
      const {
        shape,
        data_offsets: [start, end],
      } = entrySchema.parse(header[name]);
      const count = shape.reduce((product, dim) => product * dim, 1);
      if (end > data.length || end - start !== count * 4) throw new RangeError(`${name} has the wrong size.`);
      const copy = Uint8Array.from(data.subarray(start, end));
      return { name, shape, values: new Float32Array(copy.buffer) };
    });
}

import { writeWhole } from "../write-whole.ts";
import { encodeHeader, type GgufContent } from "./encode-header.ts";
import { ggmlType, tensorBytes } from "./ggml-types.ts";
import { metadataNumber } from "./gguf-value.ts";

/**
 * Writes a GGUF version 3: the same content gives the same bytes, and the file appears whole or not at all.
 * A tensor whose `data` is a function is asked for when its turn comes, so that only one is in memory.
 *
 * @throws RangeError where a tensor's data has not the size of its type and dimensions
 */
export async function writeGguf(file: string, content: GgufContent): Promise<void> {
  await writeWhole(file, ggufParts(content));
}

/** The parts of a GGUF's bytes, in order. */
export function* ggufParts(content: GgufContent): Generator<Uint8Array> {
  const alignment = metadataNumber(content.metadata, "general.alignment") ?? 32;
  yield encodeHeader(content, alignment);
  for (const tensor of content.tensors) {
    const data = typeof tensor.data === "function" ? tensor.data() : tensor.data;
    const bytes = tensorBytes(ggmlType(tensor.type), tensor.dims);
    if (data.length !== bytes)
      throw new RangeError(`${tensor.name} should have ${bytes} bytes of data, not ${data.length}`);
    yield data;
    yield new Uint8Array(Math.ceil(bytes / alignment) * alignment - bytes);
  }
}

import { closeSync, openSync, readSync } from "node:fs";
import { decodeFloat16 } from "./float16.ts";
import { ggufError } from "./gguf-error.ts";
import type { Gguf, GgufTensor } from "./read-gguf.ts";

/**
 * The bytes of one tensor as they stand in the file.
 *
 * @throws LocoError `gguf-truncated` where the file changed since its header was read
 */
export function readTensor(gguf: Gguf, tensor: GgufTensor): Uint8Array<ArrayBuffer> {
  const fd = openSync(gguf.file, "r");
  try {
    return readBytes(fd, gguf, tensor);
  } finally {
    closeSync(fd);
  }
}

/** Every tensor with its bytes, in file order; one is in memory at a time. @throws as `readTensor` does */
export function* readTensors(gguf: Gguf): Generator<readonly [GgufTensor, Uint8Array<ArrayBuffer>]> {
  const fd = openSync(gguf.file, "r");
  try {
    for (const tensor of gguf.tensors) yield [tensor, readBytes(fd, gguf, tensor)];
  } finally {
    closeSync(fd);
  }
}

/** The values of an F16 or F32 tensor. @throws RangeError for any other type */
export function readTensorValues(gguf: Gguf, tensor: GgufTensor): Float32Array {
  const bytes = readTensor(gguf, tensor);
  if (tensor.type.name === "F16") return decodeFloat16(bytes);
  if (tensor.type.name !== "F32") throw new RangeError(`${tensor.name} is ${tensor.type.name}, not F16 or F32`);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

function readBytes(fd: number, gguf: Gguf, tensor: GgufTensor): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(tensor.bytes);
  for (let read = 0; read < data.length;) {
    const got = readSync(fd, data, read, Math.min(data.length - read, 1 << 30), tensor.offset + read);
    if (got === 0)
      throw ggufError("gguf-truncated", gguf.file, tensor.offset + read, `data of ${tensor.name} should follow`);
    read += got;
  }
  return data;
}

import { ggmlType, tensorBytes } from "./ggml-types.ts";
import {
  ggufValueBytes,
  ggufValueTypes,
  type GgufMetadata,
  type GgufScalar,
  type GgufScalarType,
  type GgufValue,
} from "./gguf-value.ts";

/** A tensor to write: `type` such as F16, `dims` in ggml's order, `data` of exactly its size, or a function giving it. */
export interface GgufTensorData {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: Uint8Array | (() => Uint8Array);
}

export interface GgufContent {
  readonly metadata: GgufMetadata;
  readonly tensors: readonly GgufTensorData[];
}

/** The header of a GGUF version 3, padded to where the data begins: keys and tensors in the order given. */
export function encodeHeader(content: GgufContent, alignment: number): Uint8Array {
  const out = new ByteList();
  out.u32(0x46554747);
  out.u32(3);
  out.u64(content.tensors.length);
  out.u64(content.metadata.size);
  for (const [key, value] of content.metadata) {
    out.string(key);
    encodeValue(out, key, value);
  }
  let offset = 0;
  for (const { name, type, dims } of content.tensors) {
    out.string(name);
    out.u32(dims.length);
    for (const dim of dims) out.u64(dim);
    const ggml = ggmlType(type);
    out.u32(ggml.id);
    out.u64(offset);
    offset = Math.ceil((offset + tensorBytes(ggml, dims)) / alignment) * alignment;
  }
  out.pad(alignment);
  return out.bytes();
}

function encodeValue(out: ByteList, key: string, entry: GgufValue): void {
  out.u32(ggufValueTypes.indexOf(entry.type));
  if (entry.type !== "array") {
    out.scalar(entry.type, entry.value);
    return;
  }
  if (entry.value === undefined) throw new RangeError(`the array ${key} was read without its entries`);
  out.u32(ggufValueTypes.indexOf(entry.of));
  out.u64(entry.value.length);
  for (const value of entry.value) out.scalar(entry.of, value);
}

class ByteList {
  readonly #utf8 = new TextEncoder();
  #buffer = new Uint8Array(1 << 16);
  #view = new DataView(this.#buffer.buffer);
  #length = 0;

  u32(value: number): void {
    this.scalar("u32", value);
  }

  u64(value: number | bigint): void {
    this.scalar("u64", value);
  }

  string(text: string): void {
    const encoded = this.#utf8.encode(text);
    this.u64(encoded.length);
    const at = this.#grow(encoded.length);
    this.#buffer.set(encoded, at);
  }

  scalar(type: GgufScalarType, value: GgufScalar): void {
    if (type === "string") return this.string(String(value));
    const at = this.#grow(ggufValueBytes[type]!);
    const view = this.#view;
    const number = Number(value);
    switch (type) {
      case "bool":
        return view.setUint8(at, value === true ? 1 : 0);
      case "u8":
        return view.setUint8(at, number);
      case "i8":
        return view.setInt8(at, number);
      case "u16":
        return view.setUint16(at, number, true);
      case "i16":
        return view.setInt16(at, number, true);
      case "u32":
        return view.setUint32(at, number, true);
      case "i32":
        return view.setInt32(at, number, true);
      case "f32":
        return view.setFloat32(at, number, true);
      case "f64":
        return view.setFloat64(at, number, true);
      case "u64":
        return view.setBigUint64(at, BigInt(value), true);
      case "i64":
        return view.setBigInt64(at, BigInt(value), true);
    }
  }

  pad(alignment: number): void {
    this.#grow(Math.ceil(this.#length / alignment) * alignment - this.#length);
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  #grow(by: number): number {
    const at = this.#length;
    this.#length += by;
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#buffer.length * 2));
      larger.set(this.#buffer);
      this.#buffer = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}

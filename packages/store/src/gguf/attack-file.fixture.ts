import { ggufValueTypes, type GgufScalarType } from "./gguf-value.ts";

/** A GGUF of parts that need not fit together: what a writer would refuse to write. */
export interface AttackFile {
  readonly magic?: string;
  readonly version?: number;
  /** As many as there are, if absent. */
  readonly tensorCount?: bigint;
  readonly keyCount?: bigint;
  readonly keys?: readonly Uint8Array[];
  readonly tensors?: readonly Uint8Array[];
  readonly data?: Uint8Array;
}

const data = new Uint8Array(new Float32Array(2048).fill(0.05).buffer);

export function attackFile(parts: AttackFile): Uint8Array {
  const { magic = "GGUF", version = 3, keys = soundKeys(), tensors = soundTensors() } = parts;
  const head = Buffer.concat([
    Buffer.from(magic, "latin1"),
    u32(version),
    u64(parts.tensorCount ?? BigInt(tensors.length)),
    u64(parts.keyCount ?? BigInt(keys.length)),
    ...keys,
    ...tensors,
  ]);
  const padding = new Uint8Array(Math.ceil(head.length / 32) * 32 - head.length);
  return Buffer.concat([head, padding, parts.data ?? data.subarray(0, 1024)]);
}

/** What an adapter for the tiny base says of itself, with other entries behind or in place of its own. */
export function soundKeys(changes: Readonly<Record<string, Uint8Array | null>> = {}): Uint8Array[] {
  const sound: Record<string, Uint8Array | null> = {
    "general.type": textValue("adapter"),
    "general.architecture": textValue("llama"),
    "adapter.type": textValue("lora"),
    "adapter.lora.alpha": value("f32", 8),
    "loco.base.sha256": textValue("a".repeat(64)),
    ...changes,
  };
  return Object.entries(sound).flatMap(([key, entry]) => (entry === null ? [] : [Buffer.concat([text(key), entry])]));
}

/** One pair for `blk.0.attn_q.weight`, `[32, 4]` and `[4, 32]` in single precision: 512 bytes each. */
export function soundTensors(): Uint8Array[] {
  return [
    tensor("blk.0.attn_q.weight.lora_a", [32n, 4n], 0, 0n),
    tensor("blk.0.attn_q.weight.lora_b", [4n, 32n], 0, 512n),
  ];
}

export function tensor(name: string | Uint8Array, dims: readonly bigint[], type: number, offset: bigint): Uint8Array {
  return Buffer.concat([text(name), u32(dims.length), ...dims.map(u64), u32(type), u64(offset)]);
}

/** An entry of the metadata: its type and its value. */
export function value(type: GgufScalarType, number: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  if (type === "f32") return Buffer.concat([typeOf("f32"), bytes.subarray(0, bytes.writeFloatLE(number))]);
  if (type === "f64") return Buffer.concat([typeOf("f64"), bytes.subarray(0, bytes.writeDoubleLE(number))]);
  if (type === "bool" || type === "u8") return Buffer.concat([typeOf(type), Uint8Array.of(number)]);
  return Buffer.concat([typeOf(type), u32(number)]);
}

export function textValue(words: string | Uint8Array): Uint8Array {
  return Buffer.concat([typeOf("string"), text(words)]);
}

/** An array that claims `length` entries; `bytes` are those that it has. */
export function arrayValue(of: number, length: bigint, bytes: Uint8Array = new Uint8Array()): Uint8Array {
  return Buffer.concat([typeOf("array"), u32(of), u64(length), bytes]);
}

export function typeOf(type: (typeof ggufValueTypes)[number]): Uint8Array {
  return u32(ggufValueTypes.indexOf(type));
}

export function text(words: string | Uint8Array, length?: bigint): Uint8Array {
  const bytes = typeof words === "string" ? Buffer.from(words) : words;
  return Buffer.concat([u64(length ?? BigInt(bytes.length)), bytes]);
}

export function u32(number: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number >>> 0);
  return bytes;
}

export function u64(number: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, number));
  return bytes;
}

import { ggufParts, tensorBytes, ggmlType, type GgufContent, type GgufTensorData } from "@locollm/store";
import type { Draw } from "../draw.ts";

type Metadata = GgufContent["metadata"];
type Entry = Metadata extends ReadonlyMap<string, infer Value> ? Value : never;
interface Content {
  metadata: Map<string, Entry>;
  tensors: GgufTensorData[];
}

const oddNumbers = [0, 1, 2, 3, 7, 31, 64, 65, 255, 4096, 65_535, 65_536, 2 ** 31 - 1, 2 ** 32 - 1];
const oddTexts = [
  "",
  "lora",
  "adapter",
  "llama",
  "\u0000",
  "../../x",
  "a".repeat(65_536),
  "\u202e",
  "blk.0.attn_q.weight",
];
const types = ["F32", "F16", "BF16", "Q4_0", "Q8_0", "I32", "F64"];

/** Changes to what the header says; each leaves a file that can be encoded. */
const structural: readonly ((content: Content, draw: Draw) => void)[] = [
  ({ tensors }, draw) => rename(tensors, draw, (name) => `${name}x`),
  ({ tensors }, draw) =>
    rename(tensors, draw, (name) => name.replace(/lora_[ab]/, draw(2) === 0 ? "lora_a" : "lora_b")),
  ({ tensors }, draw) =>
    rename(tensors, draw, (name) => name.replace(/blk\.\d+/, `blk.${oddNumbers[draw(oddNumbers.length)]}`)),
  ({ tensors }, draw) => rename(tensors, draw, () => oddTexts[draw(oddTexts.length)]!.slice(0, 80)),
  ({ tensors }, draw) => void tensors.splice(draw(tensors.length), 1),
  ({ tensors }, draw) => void tensors.push(tensors[draw(tensors.length)]!),
  ({ tensors }, draw) => tensors.sort(() => draw(3) - 1),
  ({ tensors }, draw) => retype(tensors, draw),
  ({ tensors }, draw) => reshape(tensors, draw, (dims) => dims.toReversed()),
  ({ tensors }, draw) => reshape(tensors, draw, (dims) => [...dims, 1]),
  ({ tensors }, draw) => reshape(tensors, draw, (dims) => [dims.reduce((product, dim) => product * dim, 1)]),
  ({ tensors }, draw) => reshape(tensors, draw, (dims) => dims.map((dim) => Math.max(1, dim + draw(3) - 1))),
  ({ metadata }, draw) => void metadata.delete(keyOf(metadata, draw)),
  ({ metadata }, draw) =>
    void metadata.set(`${["general", "adapter", "extra"][draw(3)]}.${draw(9)}`, {
      type: "string",
      value: oddTexts[draw(oddTexts.length)]!,
    }),
  ({ metadata }, draw) => void metadata.set(`general.${draw(9)}`, oddValue(draw)),
  ({ metadata }, draw) => void metadata.set(`general.${draw(9)}`, oddArray(draw)),
  ({ metadata }, draw) =>
    void metadata.set(keyOf(metadata, draw), { type: "u32", value: oddNumbers[draw(oddNumbers.length)]! }),
  ({ metadata }, draw) =>
    void metadata.set(keyOf(metadata, draw), { type: "string", value: oddTexts[draw(oddTexts.length)]! }),
  ({ metadata }, draw) =>
    void metadata.set(keyOf(metadata, draw), { type: "array", of: "u8", length: 3, value: [1, 2, 3] }),
  ({ metadata }, draw) =>
    void metadata.set("adapter.lora.alpha", {
      type: "f32",
      value: [0, -1, 1e-30, 8, 1e30, Number.NaN, Infinity][draw(7)]!,
    }),
  ({ metadata }, draw) =>
    void metadata.set("general.alignment", { type: "u32", value: [8, 16, 32, 64, 4096][draw(5)]! }),
  ({ tensors }, draw) => fillValues(tensors, draw),
  ({ tensors }, draw) => fillValues(tensors, draw),
  ({ tensors }, draw) => asSingles(tensors, draw),
];

/** Changes to the bytes themselves, most of them where the header stands. */
const raw: readonly ((bytes: Uint8Array, draw: Draw, header: number) => Uint8Array)[] = [
  (bytes, draw, header) => flip(bytes, draw, header),
  (bytes, draw, header) => flip(bytes, draw, header),
  (bytes, draw, header) => overwrite(bytes, draw, header),
  (bytes, draw) => bytes.slice(0, draw(bytes.length)),
  (bytes, draw) => Buffer.concat([bytes, new Uint8Array(1 + draw(100))]),
  (bytes, draw, header) => Buffer.concat([bytes.subarray(0, draw(header)), bytes.subarray(draw(header))]),
  // Where the four letters, the version and the two counts stand.
  (bytes, draw) => overwrite(bytes, draw, 32),
];

/** A mutation of one of the sound adapters: a few of its pairs, with one to three changes to its structure, its bytes, or both. */
export function mutateWeights(samples: readonly GgufContent[], draw: Draw): Uint8Array {
  const sample = samples[draw(samples.length)]!;
  const first = 2 * draw(sample.tensors.length / 2);
  const content: Content = {
    metadata: new Map(sample.metadata),
    tensors: sample.tensors.slice(first, first + 2 + 2 * draw(3)).map((tensor) => ({ ...tensor })),
  };
  if (draw(4) === 0) content.tensors.push(...samples[draw(samples.length)]!.tensors.slice(0, 1 + draw(2)));
  const onlyBytes = draw(3) === 0;
  if (!onlyBytes)
    for (let i = 0; i <= draw(3); i++)
      if (content.tensors.length > 0) structural[draw(structural.length)]!(content, draw);
  const parts = [...ggufParts(content)];
  let bytes: Uint8Array = Buffer.concat(parts);
  const header = parts[0]!.length;
  if (onlyBytes || draw(6) === 0)
    for (let i = 0; i <= draw(2); i++) bytes = raw[draw(raw.length)]!(bytes, draw, header);
  return bytes;
}

const scalarTypes = ["u8", "i8", "u16", "i16", "u32", "i32", "f32", "bool", "u64", "i64", "f64"] as const;

function oddValue(draw: Draw): Entry {
  const type = scalarTypes[draw(scalarTypes.length)]!;
  return { type, value: type === "bool" ? draw(2) === 1 : oddNumbers[draw(oddNumbers.length)]! };
}

/** An array, one in three longer than the reader keeps. */
function oddArray(draw: Draw): Entry {
  const length = draw(3) === 0 ? 1025 + draw(2000) : draw(5);
  if (draw(3) === 0) {
    const value = new Array<string>(length).fill(oddTexts[draw(5)]!);
    return { type: "array", of: "string", length, value };
  }
  const of = scalarTypes[draw(scalarTypes.length)]!;
  return { type: "array", of, length, value: new Array<number | boolean>(length).fill(of === "bool" ? true : 1) };
}

/** A tensor in single precision, some of it beyond all measure or hardly there. */
function asSingles(tensors: GgufTensorData[], draw: Draw): void {
  const at = draw(tensors.length);
  const { name, dims } = tensors[at]!;
  const values = new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(0.01);
  const odd = [0, -0.02, 1e-40, 1e-30, 3e38, Number.NaN, -Infinity][draw(7)]!;
  for (let i = draw(3) === 0 ? values.length : draw(8); i > 0 && values.length > 0; i--)
    values[draw(values.length)] = odd;
  tensors[at] = { name, dims, type: "F32", data: new Uint8Array(values.buffer) };
}

/** A key that is there, other than the alignment, which the writer keeps to. */
function keyOf(metadata: ReadonlyMap<string, Entry>, draw: Draw): string {
  const keys = [...metadata.keys()].filter((key) => key !== "general.alignment");
  return keys[draw(keys.length)] ?? "general.type";
}

function rename(tensors: GgufTensorData[], draw: Draw, to: (name: string) => string): void {
  const at = draw(tensors.length);
  tensors[at] = { ...tensors[at]!, name: to(tensors[at]!.name) };
}

function retype(tensors: GgufTensorData[], draw: Draw): void {
  const at = draw(tensors.length);
  const type = ggmlType(types[draw(types.length)]!);
  const { name, dims } = tensors[at]!;
  if (dims[0]! % type.block !== 0) return;
  tensors[at] = { name, dims, type: type.name, data: new Uint8Array(tensorBytes(type, dims)) };
}

function reshape(tensors: GgufTensorData[], draw: Draw, to: (dims: readonly number[]) => number[]): void {
  const at = draw(tensors.length);
  const { name, type, dims: before } = tensors[at]!;
  const dims = to(before);
  const { block } = ggmlType(type);
  if (dims[0]! % block !== 0) return;
  tensors[at] = { name, type, dims, data: new Uint8Array(tensorBytes(ggmlType(type), dims)) };
}

function fillValues(tensors: GgufTensorData[], draw: Draw): void {
  const at = draw(tensors.length);
  const { data, ...rest } = tensors[at]!;
  const bytes = Uint8Array.from(typeof data === "function" ? data() : data);
  const times = 1 + draw(8);
  for (let i = 0; i < times && bytes.length > 0; i++) bytes[draw(bytes.length)] = draw(256);
  tensors[at] = { ...rest, data: bytes };
}

function flip(bytes: Uint8Array, draw: Draw, header: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy.length > 0) copy[draw(Math.min(header, copy.length))]! ^= 1 << draw(8);
  return copy;
}

function overwrite(bytes: Uint8Array, draw: Draw, header: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = draw(Math.max(1, Math.min(header, copy.length) - 8));
  const value = [0n, 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n][draw(7)]!;
  if (copy.length >= at + 8) new DataView(copy.buffer).setBigUint64(at, value, true);
  return copy;
}

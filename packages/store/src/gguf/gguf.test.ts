import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { ggufAllShards } from "@huggingface/gguf";
import { LocoError } from "@locollm/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cacheUsage } from "../cache/cache-usage.ts";
import { ggmlTypes } from "./ggml-types.ts";
import type { GgufScalarType, GgufValue } from "./gguf-value.ts";
import { readGguf, type Gguf } from "./read-gguf.ts";
import { readTensor, readTensorValues } from "./read-tensor.ts";
import { ggufParts, writeGguf } from "./write-gguf.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco gguf é-"));
});
afterAll(() => rm(folder, { recursive: true }));

const metadata = new Map<string, GgufValue>([
  ["general.architecture", { type: "string", value: "llama" }],
  ["general.alignment", { type: "u32", value: 64 }],
  ["a.bool", { type: "bool", value: true }],
  ["a.big", { type: "u64", value: 2n ** 63n }],
  ["a.small", { type: "i64", value: -5 }],
  ["a.half", { type: "f64", value: 0.1 }],
  ["a.words", { type: "array", of: "string", length: 3, value: ["é", "", "words"] }],
]);
const tensors = [
  { name: "first", type: "F32", dims: [2, 3], data: new Uint8Array(Float32Array.from([1, 2, 3, 4, 5, 6]).buffer) },
  { name: "second", type: "Q4_1", dims: [64, 2], data: () => new Uint8Array(80).fill(7) },
];

const bytesOf = (parts: Iterable<Uint8Array>) => Buffer.concat([...parts]);

async function refusal(bytes: Uint8Array): Promise<LocoError> {
  const file = path.join(folder, "x.gguf");
  await writeFile(file, bytes);
  try {
    readGguf(file, { keepLongArrays: true });
  } catch (error) {
    if (error instanceof LocoError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

test("reads back what it wrote", async () => {
  const file = path.join(folder, "whole.gguf");
  await writeGguf(file, { metadata, tensors });
  const gguf = readGguf(file);
  expect(gguf.metadata).toEqual(metadata);
  expect(gguf).toMatchObject({ version: 3, alignment: 64 });
  expect(gguf.tensors.map(({ name, dims, type, bytes }) => [name, dims, type.name, bytes])).toEqual([
    ["first", [2, 3], "F32", 24],
    ["second", [64, 2], "Q4_1", 80],
  ]);
  expect([...readTensorValues(gguf, gguf.tensors[0]!)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(readTensor(gguf, gguf.tensors[1]!)).toEqual(new Uint8Array(80).fill(7));
  expect(await readFile(file)).toEqual(bytesOf(ggufParts({ metadata, tensors })));
});

test("another reader sees the same", async () => {
  const file = path.join(folder, "other.gguf");
  await writeGguf(file, { metadata, tensors });
  const theirs = await ggufAllShards(file, { allowLocalFile: true } as never);
  const { metadata: keys, tensorInfos, tensorDataOffset } = theirs.shards[0]!;
  const ours = readGguf(file);
  expect(tensorDataOffset).toBe(BigInt(ours.dataOffset));
  expect(keys).toMatchObject({
    "general.architecture": "llama",
    "a.bool": true,
    "a.big": 2n ** 63n,
    "a.words": ["é", "", "words"],
  });
  expect(
    tensorInfos.map((tensor) => [
      tensor.name,
      tensor.shape.map(Number),
      tensor.dtype,
      Number(tensor.offset) + ours.dataOffset,
    ]),
  ).toEqual(ours.tensors.map((tensor) => [tensor.name, tensor.dims, tensor.type.id, tensor.offset]));
});

// Any real base that is in the home folder; a machine that fetched none skips.
const [base] = (await cacheUsage()).filter(({ kind }) => kind === "base");
test.skipIf(base === undefined)("agrees with another reader on a real base", async () => {
  const ours = readGguf(base!.path, { keepLongArrays: true });
  const { metadata: keys, tensorInfos } = (await ggufAllShards(base!.path, { allowLocalFile: true } as never))
    .shards[0]!;
  // The other reader drops a byte order mark, which is a token of Gemma's vocabulary.
  const unmarked = (value: unknown) => (typeof value === "string" ? value.replace(/^\uFEFF/, "") : value);
  const plain = Object.fromEntries(
    [...ours.metadata].map(([key, { value }]) => [key, Array.isArray(value) ? value.map(unmarked) : unmarked(value)]),
  );
  for (const [key, value] of Object.entries(plain)) {
    const other = (keys as unknown as Record<string, unknown>)[key];
    expect(typeof other === "bigint" ? Number(other) : other, key).toEqual(value);
  }
  expect(tensorInfos.map((tensor) => [tensor.name, tensor.shape.map(Number), tensor.dtype])).toEqual(
    ours.tensors.map((tensor) => [tensor.name, tensor.dims, tensor.type.id]),
  );
});

test("a file cut at any byte is refused with the place", async () => {
  const whole = bytesOf(ggufParts({ metadata, tensors }));
  const dataEnd = whole.length - 48;
  const codes = new Set<string>();
  for (let length = 0; length < dataEnd; length++) codes.add((await refusal(whole.subarray(0, length))).code);
  expect([...codes].sort()).toEqual(["gguf-bad-magic", "gguf-truncated"]);
});

test("says what is wrong and where", async () => {
  const header = bytesOf(ggufParts({ metadata: new Map(), tensors: [tensors[0]!] }));
  const changed = (change: (view: DataView) => void) => {
    const copy = Uint8Array.from(header);
    change(new DataView(copy.buffer));
    return copy;
  };
  const messages = await Promise.all(
    [
      changed((view) => view.setUint8(0, 80)),
      changed((view) => view.setUint32(4, 3, false)),
      changed((view) => view.setUint32(4, 1, true)),
    ].map(async (bytes) => bytes),
  );
  const cases = [
    ...messages,
    changed((view) => view.setBigUint64(8, 2n ** 60n, true)),
    changed((view) => view.setBigUint64(24, 2n ** 63n, true)),
    changed((view) => view.setUint32(37, 9, true)),
    changed((view) => view.setBigUint64(41, 0n, true)),
    changed((view) => view.setUint32(57, 4, true)),
    changed((view) => view.setUint32(57, 8, true)),
    changed((view) => view.setBigUint64(61, 32n, true)),
    Buffer.concat([header, Buffer.alloc(1)]),
  ];
  const lines: string[] = [];
  for (const bytes of cases) {
    const error = await refusal(bytes);
    lines.push(`${error.code}: ${error.message.replace(/^.*GGUF file: /, "")}`);
  }
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "gguf-bad-magic: at byte 0, the four letters GGUF should stand.
    gguf-bad-version: at byte 4, the version should be 2 or 3, not big-endian.
    gguf-bad-version: at byte 4, the version should be 2 or 3, not 1.
    gguf-bad-count: at byte 8, the number of tensors should be at most 65536, not 1152921504606846976.
    gguf-bad-string: at byte 24, the length of a tensor's name should be at most 63, not 9223372036854775808.
    gguf-bad-dimensions: at byte 37, first should have 1 to 4 dimensions, not 9.
    gguf-bad-dimensions: at byte 41, first should hold 1 to 2^48 values.
    gguf-bad-type: at byte 57, first should have a data type of ggml, not 4.
    gguf-bad-dimensions: at byte 24, the rows of first should be whole Q8_0 blocks of 32.
    gguf-bad-offset: at byte 24, first should start at 0 of the data, not 32.
    gguf-trailing-data: at byte 128, the file should end, but 1 more bytes follow."
  `);
});

test("names that stand twice are refused", async () => {
  const twice = bytesOf(ggufParts({ metadata: new Map(), tensors: [tensors[0]!, tensors[0]!] }));
  expect((await refusal(twice)).message).toContain("the tensor first should stand only once");
  const keys = bytesOf(
    ggufParts({
      metadata: new Map([
        ["ab", { type: "u8", value: 1 }],
        ["ac", { type: "u8", value: 1 }],
      ]),
      tensors: [],
    }),
  );
  keys[keys.indexOf("ac")! + 1] = "b".charCodeAt(0);
  expect((await refusal(keys)).code).toBe("gguf-duplicate");
});

test("a file that is not there, a folder", () => {
  expect(() => readGguf(path.join(folder, "none.gguf"))).toThrow(/the file should open \(ENOENT\)/);
  expect(() => readGguf(folder)).toThrow(LocoError);
});

const scalars: Record<Exclude<GgufScalarType, "bool" | "string">, fc.Arbitrary<number | bigint>> = {
  u8: fc.nat(255),
  i8: fc.integer({ min: -128, max: 127 }),
  u16: fc.nat(65_535),
  i16: fc.integer({ min: -32_768, max: 32_767 }),
  u32: fc.nat(2 ** 32 - 1),
  i32: fc.integer(),
  f32: fc.float({ noNaN: true }),
  f64: fc.double({ noNaN: true }),
  u64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(shrunk),
  i64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(shrunk),
};
function shrunk(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
const scalar = fc.oneof(
  fc.record({ type: fc.constant("bool" as const), value: fc.boolean() }),
  fc.record({ type: fc.constant("string" as const), value: fc.string({ unit: "grapheme" }) }),
  ...Object.entries(scalars).map(([type, value]) => fc.record({ type: fc.constant(type as GgufScalarType), value })),
);
const array = fc
  .constantFrom(...(Object.keys(scalars) as (keyof typeof scalars)[]))
  .chain((of) => fc.array(scalars[of]).map((value): GgufValue => ({ type: "array", of, length: value.length, value })));
const content = fc.record({
  metadata: fc
    .uniqueArray(
      fc.tuple(
        fc.string({ minLength: 1 }).filter((key) => key !== "general.alignment"),
        fc.oneof(scalar, array),
      ),
      {
        selector: ([key]) => key,
        maxLength: 8,
      },
    )
    .map((entries) => new Map<string, GgufValue>(entries)),
  tensors: fc.uniqueArray(
    fc.record({
      name: fc.string({ maxLength: 20 }),
      type: fc.constantFrom(...ggmlTypes.values()),
      blocks: fc.integer({ min: 1, max: 3 }),
      rest: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
    }),
    { selector: (tensor) => tensor.name, maxLength: 5 },
  ),
});
const written = content.map(({ metadata: keys, tensors: list }) => ({
  metadata: keys,
  tensors: list.map(({ name, type, blocks, rest }) => ({
    name,
    type: type.name,
    dims: [blocks * type.block, ...rest],
    data: new Uint8Array(blocks * type.bytes * rest.reduce((a, b) => a * b, 1)).fill(name.length),
  })),
}));

property.prop([written])("any content survives the way through a file", async (whole) => {
  const file = path.join(folder, "any.gguf");
  await writeFile(file, bytesOf(ggufParts(whole)));
  const gguf = readGguf(file, { keepLongArrays: true });
  expect(gguf.metadata).toEqual(whole.metadata);
  expect(
    gguf.tensors.map((tensor) => ({
      name: tensor.name,
      type: tensor.type.name,
      dims: tensor.dims,
      data: readTensor(gguf, tensor),
    })),
  ).toEqual(whole.tensors);
});

property.prop([written, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })], { numRuns: 500 })(
  "changed bytes give a LocoError or a file that holds together, never a crash",
  async (whole, changes) => {
    const bytes = bytesOf(ggufParts(whole));
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    const file = path.join(folder, "changed.gguf");
    await writeFile(file, bytes);
    let gguf: Gguf;
    try {
      gguf = readGguf(file);
    } catch (error) {
      expect(error).toBeInstanceOf(LocoError);
      return;
    }
    for (const tensor of gguf.tensors) expect(tensor.offset + tensor.bytes).toBeLessThanOrEqual(bytes.length);
  },
);

import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { fc, test } from "@fast-check/vitest";
import { afterAll, beforeAll, expect } from "vitest";
import { floatValues, maxSafetensorsBytes, readSafetensors } from "./read-safetensors.ts";

let file: string;
beforeAll(async () => {
  file = path.join(await mkdtemp(path.join(os.tmpdir(), "loco tensors ü-")), "a.safetensors");
});
afterAll(() => rm(path.dirname(file), { recursive: true, force: true }));

function encode(header: unknown, data: Uint8Array): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

/** Matrices of small shapes with any values, as a file. */
const matrices = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 12 }).filter((name) => !name.startsWith("__")),
    values: fc.float32Array({ minLength: 1, maxLength: 12 }),
  }),
  { maxLength: 5, selector: ({ name }) => name },
);
function fileOf(list: readonly { readonly name: string; readonly values: Float32Array }[]): Buffer {
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  for (const { name, values } of list)
    header[name] = { dtype: "F32", shape: [1, values.length], data_offsets: [end, (end += values.byteLength)] };
  return encode(header, Buffer.concat(list.map(({ values }) => Buffer.from(values.buffer))));
}

test.prop([matrices])("reads what was written, sorted by name", async (list) => {
  await writeFile(file, fileOf(list));
  const { tensors, metadata } = await readSafetensors(file);
  expect(metadata).toEqual({ format: "pt" });
  const sorted = [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(tensors.map((tensor) => [tensor.name, ...floatValues(tensor)])).toEqual(
    sorted.map(({ name, values }) => [name, ...values]),
  );
});

test.prop(
  [matrices, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }), fc.integer()],
  { numRuns: 500 },
)("bytes that were changed or cut are read or refused, never anything else", async (list, changes, cut) => {
  const bytes = fileOf(list);
  for (const [at, value] of changes) bytes[at % bytes.length] = value;
  await writeFile(file, bytes.subarray(0, cut > 0 ? bytes.length : Math.max(0, bytes.length + (cut % 50))));
  try {
    for (const tensor of (await readSafetensors(file)).tensors) expect(tensor.data.length).toBeGreaterThanOrEqual(0);
  } catch (error) {
    expect(error).toBeInstanceOf(LocoError);
    expect((error as LocoError).code).toBe("safetensors-broken");
  }
});

const f32 = (shape: number[], data_offsets: number[]) => ({ dtype: "F32", shape, data_offsets });
test.each([
  ["tensors over each other", { a: f32([1, 2], [0, 8]), b: f32([1, 2], [4, 12]) }],
  ["a hole", { a: f32([1, 1], [0, 4]), b: f32([1, 1], [8, 12]) }],
  ["an end before its start", { a: f32([1, 1], [4, 0]) }],
  ["a shape that overflows", { a: f32([2 ** 31, 2 ** 31], [0, 12]) }],
  ["another type", { a: { ...f32([1, 3], [0, 12]), dtype: "COMPLEX" } }],
  ["a member more", { a: { ...f32([1, 3], [0, 12]), code: "x" } }],
  ["metadata that is no text", { __metadata__: { loco: {} }, a: f32([1, 3], [0, 12]) }],
  ["a list as header", []],
])("%s is refused", async (_, header) => {
  await writeFile(file, encode(header, new Uint8Array(12)));
  await expect(readSafetensors(file)).rejects.toMatchObject({ code: "safetensors-broken" });
});

test("a file larger than any adapter is not read", async () => {
  await writeFile(file, "");
  await truncate(file, maxSafetensorsBytes + 1);
  await expect(readSafetensors(file)).rejects.toMatchObject({
    code: "weights-too-large",
    fields: { bytes: maxSafetensorsBytes + 1 },
  });
});

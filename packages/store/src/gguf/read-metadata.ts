import type { HeaderCursor } from "./header-cursor.ts";
import { ggufValueBytes, ggufValueTypes, type GgufScalar, type GgufValue, type GgufValueType } from "./gguf-value.ts";

/** Arrays longer than this, such as vocabularies, are checked but not kept unless asked for. */
const longArray = 1024;

/** Reads `count` key-value pairs. Entries that are not kept are walked, so that every length is checked. */
export function readMetadata(cursor: HeaderCursor, count: number, keepLongArrays: boolean): Map<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < count; i++) {
    const at = cursor.offset;
    const key = cursor.plainString("a metadata key", 65_535);
    if (key === "") cursor.fail("gguf-bad-string", "a metadata key should not be empty", at);
    if (metadata.has(key)) cursor.fail("gguf-duplicate", `the key ${key} should stand only once`, at);
    metadata.set(key, readValue(cursor, key, keepLongArrays));
  }
  return metadata;
}

function readValue(cursor: HeaderCursor, key: string, keepLongArrays: boolean): GgufValue {
  const type = readType(cursor, `the type of ${key}`);
  const named = `the value of ${key}`;
  if (type === "string") return { type, value: cursor.plainString(named) };
  if (type !== "array") return { type, value: cursor.scalar(type, named) };
  const of = readType(cursor, `the element type of ${key}`);
  if (of === "array") cursor.fail("gguf-bad-type", `${key} should not be an array of arrays`, cursor.offset - 4);
  const bytes = ggufValueBytes[of] ?? 8;
  const length = cursor.u64(`the length of ${key}`, Math.floor(cursor.fileBytes / bytes));
  if (length > longArray && !keepLongArrays) {
    if (of === "string") for (let i = 0; i < length; i++) cursor.skipString(key);
    else cursor.skip(length * bytes, `the entries of ${key}`);
    return { type, of, length };
  }
  const what = `an entry of ${key}`;
  const value: GgufScalar[] = [];
  for (let i = 0; i < length; i++) value.push(cursor.scalar(of, what));
  return { type, of, length, value };
}

function readType(cursor: HeaderCursor, what: string): GgufValueType {
  const id = cursor.u32(what);
  const type = ggufValueTypes[id];
  if (type === undefined) cursor.fail("gguf-bad-type", `${what} should be 0 to 12, not ${id}`, cursor.offset - 4);
  return type;
}

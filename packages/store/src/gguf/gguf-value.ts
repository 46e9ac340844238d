/** The scalar types of a GGUF's metadata, in the order of their numbers; `array` stands at 9. */
export const ggufValueTypes = [
  "u8",
  "i8",
  "u16",
  "i16",
  "u32",
  "i32",
  "f32",
  "bool",
  "string",
  "array",
  "u64",
  "i64",
  "f64",
] as const;
export type GgufValueType = (typeof ggufValueTypes)[number];
export type GgufScalarType = Exclude<GgufValueType, "array">;

/** 64-bit integers beyond 2^53 are bigints, all other numbers numbers. */
export type GgufScalar = number | bigint | boolean | string;

export type GgufValue =
  | { readonly type: GgufScalarType; readonly value: GgufScalar }
  | {
      readonly type: "array";
      readonly of: GgufScalarType;
      readonly length: number;
      /** Absent for a long array that the reader checked and did not keep. */
      readonly value?: readonly GgufScalar[];
    };

export type GgufMetadata = ReadonlyMap<string, GgufValue>;

/** Bytes of a value of fixed size; strings and arrays have none. */
export const ggufValueBytes: Readonly<Partial<Record<GgufValueType, number>>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  bool: 1,
  u64: 8,
  i64: 8,
  f64: 8,
};

/** The text behind a key, or undefined where there is none. */
export function metadataText(metadata: GgufMetadata, key: string): string | undefined {
  const entry = metadata.get(key);
  return entry?.type === "string" ? (entry.value as string) : undefined;
}

/** The number behind a key, or undefined where there is none. */
export function metadataNumber(metadata: GgufMetadata, key: string): number | undefined {
  const entry = metadata.get(key);
  return entry !== undefined && entry.type !== "array" && typeof entry.value === "number" ? entry.value : undefined;
}

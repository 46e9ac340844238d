import { closeSync, fstatSync, openSync } from "node:fs";
import { LocoError } from "@locollm/core";
import { ggmlTypes, tensorBytes, type GgmlType } from "./ggml-types.ts";
import { ggufError } from "./gguf-error.ts";
import type { GgufMetadata } from "./gguf-value.ts";
import { HeaderCursor } from "./header-cursor.ts";
import { readMetadata } from "./read-metadata.ts";

/** One tensor as the header describes it; `dims` in ggml's order, the fastest-moving first. */
export interface GgufTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: GgmlType;
  /** Byte of the file where the data starts. */
  readonly offset: number;
  readonly bytes: number;
}

export interface Gguf {
  readonly file: string;
  readonly version: 2 | 3;
  readonly metadata: GgufMetadata;
  readonly tensors: readonly GgufTensor[];
  /** Byte of the file where tensor data begins. */
  readonly dataOffset: number;
  readonly alignment: number;
  readonly fileBytes: number;
}

export interface ReadGgufOptions {
  /** Keep vocabularies and other arrays above 1,024 entries. */
  readonly keepLongArrays?: boolean;
  /** Bytes that the header may have; without it as many as the largest vocabularies need. */
  readonly maxHeaderBytes?: number;
}

const maxCount = 65_536;
const maxValues = 2 ** 48;

/**
 * Reads and checks the whole header of a GGUF (version 2 or 3, little-endian) without touching tensor data.
 * It accepts no more than llama.cpp does: tensors lie one after another, aligned, inside the file.
 *
 * @throws LocoError `gguf-…`, with the byte at fault
 */
export function readGguf(file: string, options: ReadGgufOptions = {}): Gguf {
  let fd: number;
  try {
    fd = openSync(file, "r");
  } catch (cause) {
    throw ggufError(
      "gguf-unreadable",
      file,
      0,
      `the file should open (${(cause as NodeJS.ErrnoException).code})`,
      cause,
    );
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw ggufError("gguf-unreadable", file, 0, "a regular file should be here");
    return readHeader(new HeaderCursor(file, fd, stat.size, options.maxHeaderBytes), options.keepLongArrays ?? false);
  } catch (error) {
    if (error instanceof LocoError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw ggufError("gguf-unreadable", file, 0, "the file should be readable", error);
  } finally {
    closeSync(fd);
  }
}

function readHeader(cursor: HeaderCursor, keepLongArrays: boolean): Gguf {
  if (cursor.fileBytes < 4 || cursor.u32("the magic") !== 0x46554747) {
    cursor.fail("gguf-bad-magic", "the four letters GGUF should stand", 0);
  }
  const version = cursor.u32("the version");
  if (version !== 2 && version !== 3) {
    const bigEndian = version !== 0 && (version & 0xffff) === 0;
    cursor.fail("gguf-bad-version", `the version should be 2 or 3, not ${bigEndian ? "big-endian" : version}`, 4);
  }
  const tensorCount = cursor.u64("the number of tensors", maxCount);
  const keyCount = cursor.u64("the number of metadata keys", maxCount);
  const metadata = readMetadata(cursor, keyCount, keepLongArrays);
  const alignment = readAlignment(cursor, metadata);
  const described = readTensorTable(cursor, tensorCount);
  const dataOffset = align(cursor.offset, alignment);
  return {
    file: cursor.file,
    version,
    metadata,
    tensors: layOut(cursor, described, dataOffset, alignment),
    dataOffset,
    alignment,
    fileBytes: cursor.fileBytes,
  };
}

function readAlignment(cursor: HeaderCursor, metadata: GgufMetadata): number {
  const entry = metadata.get("general.alignment");
  if (entry === undefined) return 32;
  const value = entry.type === "u32" ? (entry.value as number) : 0;
  if (value < 8 || value > 65_536 || (value & (value - 1)) !== 0) {
    cursor.fail("gguf-bad-alignment", "general.alignment should be a power of two from 8 to 65536, as u32");
  }
  return value;
}

interface Described {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: GgmlType;
  readonly relative: number;
  readonly headerOffset: number;
}

function readTensorTable(cursor: HeaderCursor, count: number): Described[] {
  const seen = new Set<string>();
  const described: Described[] = [];
  for (let i = 0; i < count; i++) {
    const headerOffset = cursor.offset;
    const name = cursor.plainString("a tensor's name", 63);
    if (seen.has(name)) cursor.fail("gguf-duplicate", `the tensor ${name} should stand only once`, headerOffset);
    seen.add(name);
    const rank = cursor.u32(`the number of dimensions of ${name}`);
    if (rank < 1 || rank > 4) {
      cursor.fail("gguf-bad-dimensions", `${name} should have 1 to 4 dimensions, not ${rank}`, cursor.offset - 4);
    }
    const dims: number[] = [];
    let values = 1;
    for (let d = 0; d < rank; d++) {
      const dim = cursor.u64(`dimension ${d} of ${name}`, maxValues, "gguf-bad-dimensions");
      values *= dim;
      if (dim < 1 || values > maxValues) {
        cursor.fail("gguf-bad-dimensions", `${name} should hold 1 to 2^48 values`, cursor.offset - 8);
      }
      dims.push(dim);
    }
    const id = cursor.u32(`the data type of ${name}`);
    const type = ggmlTypes.get(id);
    if (type === undefined)
      cursor.fail("gguf-bad-type", `${name} should have a data type of ggml, not ${id}`, cursor.offset - 4);
    if (dims[0]! % type.block !== 0) {
      cursor.fail(
        "gguf-bad-dimensions",
        `the rows of ${name} should be whole ${type.name} blocks of ${type.block}`,
        headerOffset,
      );
    }
    const relative = cursor.u64(`the offset of ${name}`, Number.MAX_SAFE_INTEGER, "gguf-bad-offset");
    described.push({ name, dims, type, relative, headerOffset });
  }
  return described;
}

function layOut(
  cursor: HeaderCursor,
  described: readonly Described[],
  dataOffset: number,
  alignment: number,
): GgufTensor[] {
  let next = 0;
  let end = 0;
  const tensors = described.map(({ name, dims, type, relative, headerOffset }): GgufTensor => {
    if (relative !== next) {
      const why = relative % alignment !== 0 ? ` and aligned to ${alignment}` : "";
      cursor.fail(
        "gguf-bad-offset",
        `${name} should start at ${next} of the data${why}, not ${relative}`,
        headerOffset,
      );
    }
    const bytes = tensorBytes(type, dims);
    end = dataOffset + relative + bytes;
    if (end > cursor.fileBytes) {
      const expected = `${name} needs data up to byte ${end}, but the file ends at byte ${cursor.fileBytes}`;
      cursor.fail("gguf-truncated", expected, cursor.fileBytes);
    }
    next = align(relative + bytes, alignment);
    return { name, dims, type, offset: dataOffset + relative, bytes };
  });
  const last = tensors.length === 0 ? dataOffset : align(end, alignment);
  if (cursor.fileBytes > last) {
    cursor.fail("gguf-trailing-data", `the file should end, but ${cursor.fileBytes - last} more bytes follow`, last);
  }
  return tensors;
}

function align(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

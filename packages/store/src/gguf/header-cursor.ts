import { readSync } from "node:fs";
import { ggufError, type GgufErrorCode } from "./gguf-error.ts";
import { ggufValueBytes, type GgufScalar, type GgufScalarType } from "./gguf-value.ts";

const chunkBytes = 1 << 20;

/** A header larger than this (bytes) is refused: the largest vocabularies take about 20 MB. */
const maxHeaderBytes = 128 << 20;

/** Reads a GGUF's header front to back through one window of the file, so memory stays bounded. */
export class HeaderCursor {
  readonly file: string;
  readonly fileBytes: number;
  readonly #fd: number;
  readonly #limit: number;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #window = new Uint8Array(0);
  #view = new DataView(this.#window.buffer);
  #start = 0;
  #at = 0;

  /** @param limit bytes that the header may have */
  constructor(file: string, fd: number, fileBytes: number, limit = maxHeaderBytes) {
    this.file = file;
    this.fileBytes = fileBytes;
    this.#fd = fd;
    this.#limit = limit;
  }

  /** Byte in the file that is read next. */
  get offset(): number {
    return this.#start + this.#at;
  }

  fail(code: GgufErrorCode, expected: string, offset = this.offset): never {
    throw ggufError(code, this.file, offset, expected);
  }

  scalar(type: GgufScalarType, what: string): GgufScalar {
    if (type === "string") return this.string(what);
    const at = this.#take(ggufValueBytes[type]!, what);
    switch (type) {
      case "u8":
        return this.#view.getUint8(at);
      case "i8":
        return this.#view.getInt8(at);
      case "u16":
        return this.#view.getUint16(at, true);
      case "i16":
        return this.#view.getInt16(at, true);
      case "u32":
        return this.#view.getUint32(at, true);
      case "i32":
        return this.#view.getInt32(at, true);
      case "f32":
        return this.#view.getFloat32(at, true);
      case "f64":
        return this.#view.getFloat64(at, true);
      case "u64":
        return small(this.#view.getBigUint64(at, true));
      case "i64":
        return small(this.#view.getBigInt64(at, true));
      case "bool": {
        const byte = this.#view.getUint8(at);
        if (byte > 1) this.fail("gguf-bad-value", `${what} should be 0 or 1, not ${byte}`, this.offset - 1);
        return byte === 1;
      }
    }
  }

  u32(what: string): number {
    return this.scalar("u32", what) as number;
  }

  /** A count or size; the file says up to 2^64, we take up to `limit`. */
  u64(what: string, limit: number, code: GgufErrorCode = "gguf-bad-count"): number {
    const at = this.#take(8, what);
    // Without BigInt: a vocabulary has a hundred thousand lengths.
    const value = this.#view.getUint32(at + 4, true) * 2 ** 32 + this.#view.getUint32(at, true);
    if (value > limit) {
      const exact = this.#view.getBigUint64(at, true);
      this.fail(code, `${what} should be at most ${limit}, not ${exact}`, this.offset - 8);
    }
    return value;
  }

  string(what: string, limit = maxHeaderBytes): string {
    const length = this.u64(`the length of ${what}`, limit, "gguf-bad-string");
    const at = this.#take(length, what);
    try {
      return this.#utf8.decode(this.#window.subarray(at, at + length));
    } catch {
      return this.fail("gguf-bad-string", `${what} should be UTF-8 text`, this.offset - length);
    }
  }

  /** A string that C may take for what it is: one without NUL, which would end it there. */
  plainString(what: string, limit?: number): string {
    const text = this.string(what, limit);
    if (text.includes("\0")) this.fail("gguf-bad-string", `${what} should hold no NUL`);
    return text;
  }

  /** Passes a string by without decoding it. */
  skipString(key: string): void {
    this.skip(this.u64(key, maxHeaderBytes, "gguf-bad-string"), key);
  }

  skip(length: number, what: string): void {
    this.#require(length, what);
    if (length <= this.#window.length - this.#at) {
      this.#at += length;
    } else {
      this.#start = this.offset + length;
      this.#at = 0;
      this.#window = new Uint8Array(0);
    }
  }

  #require(length: number, what: string): void {
    if (this.offset + length > this.#limit)
      this.fail("gguf-header-too-large", `the header should end within ${this.#limit} bytes`);
    if (this.offset + length > this.fileBytes) {
      this.fail("gguf-truncated", `${what} should be here, but the file ends at byte ${this.fileBytes}`);
    }
  }

  #take(length: number, what: string): number {
    this.#require(length, what);
    if (length > this.#window.length - this.#at) this.#fill(length, what);
    const at = this.#at;
    this.#at += length;
    return at;
  }

  #fill(length: number, what: string): void {
    const start = this.offset;
    const window = new Uint8Array(Math.min(Math.max(length, chunkBytes), this.fileBytes - start));
    let read = 0;
    while (read < window.length) {
      const got = readSync(this.#fd, window, read, window.length - read, start + read);
      if (got === 0) this.fail("gguf-truncated", `${what} should be here, but the file got shorter while it was read`);
      read += got;
    }
    this.#window = window;
    this.#view = new DataView(window.buffer);
    this.#start = start;
    this.#at = 0;
  }
}

function small(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

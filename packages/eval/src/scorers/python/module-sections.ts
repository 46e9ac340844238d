/** A section of a WebAssembly module. */
export interface Section {
  readonly id: number;
  readonly content: Uint8Array;
}

const headerLength = 8;

/**
 * A WebAssembly module's sections, in order.
 *
 * Format: WebAssembly Core Specification, 5.5 (modules).
 *
 * @throws RangeError when the bytes are cut off
 */
export function sectionsOf(wasm: Uint8Array): Section[] {
  const sections: Section[] = [];
  for (let at = headerLength; at < wasm.length;) {
    const size = readInteger(wasm, at + 1);
    const end = size.next + size.value;
    sections.push({ id: wasm[at]!, content: wasm.subarray(size.next, end) });
    at = end;
  }
  return sections;
}

/** A module of these sections. */
export function moduleOf(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  const header = Uint8Array.from([0, ...new TextEncoder().encode("asm"), 1, 0, 0, 0]);
  const parts = sections.flatMap(({ id, content }) => [Uint8Array.from([id, ...integer(content.length)]), content]);
  return Uint8Array.from(Buffer.concat([header, ...parts]));
}

/** An unsigned LEB128 integer and where the next byte stands. */
export function readInteger(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start, factor = 1; at < bytes.length; at += 1, factor *= 128) {
    const byte = bytes[at]!;
    value += (byte & 127) * factor;
    if (byte < 128) return { value, next: at + 1 };
  }
  throw new RangeError("the WebAssembly module is cut off");
}

/** An unsigned LEB128 integer's bytes. */
export function integer(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

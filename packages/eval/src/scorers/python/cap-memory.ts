/** WebAssembly's unit of memory, in bytes. */
const page = 65_536;
const memorySection = 5;
const customSection = 0;

/**
 * A WebAssembly module with a ceiling on its one memory, and without its custom sections, which only debuggers read.
 * Growing beyond the ceiling fails inside the module, as `malloc` without memory does.
 *
 * Format: WebAssembly Core Specification, 5.5 (modules), 5.3.6 (limits).
 *
 * @param mebibytes the ceiling
 * @throws RangeError when the bytes are no module with one memory
 */
export function capMemory(wasm: Uint8Array, mebibytes: number): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [wasm.subarray(0, 8)];
  let capped = false;
  for (let at = 8; at < wasm.length;) {
    const size = readInteger(wasm, at + 1);
    const end = size.next + size.value;
    if (wasm[at] === memorySection) {
      parts.push(limitedMemory(wasm.subarray(size.next, end), (mebibytes * 2 ** 20) / page));
      capped = true;
    } else if (wasm[at] !== customSection) {
      parts.push(wasm.subarray(at, end));
    }
    at = end;
  }
  if (!capped) throw new RangeError("the WebAssembly module has no memory of its own");
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function limitedMemory(section: Uint8Array, maximum: number): Uint8Array {
  if (section[0] !== 1) throw new RangeError("the WebAssembly module has no memory of its own");
  const hasMaximum = 1;
  const content = [1, hasMaximum, ...integer(readInteger(section, 2).value), ...integer(maximum)];
  return Uint8Array.from([memorySection, ...integer(content.length), ...content]);
}

/** An unsigned LEB128 integer and where the next byte stands. */
function readInteger(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start, factor = 1; at < bytes.length; at += 1, factor *= 128) {
    const byte = bytes[at]!;
    value += (byte & 127) * factor;
    if (byte < 128) return { value, next: at + 1 };
  }
  throw new RangeError("the WebAssembly module is cut off");
}

function integer(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

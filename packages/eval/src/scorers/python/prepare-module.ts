import { integer, moduleOf, readInteger, sectionsOf } from "./module-sections.ts";

/** WebAssembly's unit of memory, in bytes. */
const page = 65_536;
const customSection = 0;
const memorySection = 5;
const exportSection = 7;

/**
 * A WebAssembly module with a ceiling on its one memory, without its custom sections, which only debuggers read, and
 * with its one global (a C program's stack pointer) and its one table (a C program's function pointers) exported, so
 * that its host can keep and restore its state. Growing beyond the ceiling fails inside the module, as `malloc`
 * without memory does.
 *
 * Format: WebAssembly Core Specification, 5.3.9 (limits), 5.5.10 (exports).
 *
 * @param mebibytes the ceiling
 * @throws RangeError when the bytes are no module with one memory
 */
export function prepareModule(wasm: Uint8Array, mebibytes: number): Uint8Array<ArrayBuffer> {
  const sections = sectionsOf(wasm).filter(({ id }) => id !== customSection);
  if (!sections.some(({ id, content }) => id === memorySection && content[0] === 1)) {
    throw new RangeError("the WebAssembly module has no memory of its own");
  }
  return moduleOf(
    sections.map(({ id, content }) => {
      if (id === memorySection) return { id, content: limitedMemory(content, (mebibytes * 2 ** 20) / page) };
      if (id === exportSection) return { id, content: withStateExported(content) };
      return { id, content };
    }),
  );
}

function limitedMemory(section: Uint8Array, maximum: number): Uint8Array {
  const hasMaximum = 1;
  return Uint8Array.from([1, hasMaximum, ...integer(readInteger(section, 2).value), ...integer(maximum)]);
}

function withStateExported(section: Uint8Array): Uint8Array {
  const [table, global] = [1, 3];
  const count = readInteger(section, 0);
  return Uint8Array.from([
    ...integer(count.value + 2),
    ...section.subarray(count.next),
    ...exported("functions", table),
    ...exported("stackPointer", global),
  ]);
}

/** The first of a kind under a name. */
function exported(name: string, kind: number): number[] {
  return [...integer(name.length), ...new TextEncoder().encode(name), kind, 0];
}

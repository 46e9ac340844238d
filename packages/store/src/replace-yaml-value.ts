import { isScalar, parseDocument } from "yaml";

/** The text of a YAML file with another value at one of its outermost keys; every other byte stays. The key must be there. */
export function replaceYamlValue(text: string, key: string, value: string): string {
  const { contents } = parseDocument(text);
  const pairs = (
    contents as { items?: { key: unknown; value: { range?: [number, number, number] | null } | null }[] } | null
  )?.items;
  const range = pairs?.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value?.range;
  if (range === undefined || range === null) throw new RangeError(`there is no ${key} in this YAML`);
  const [start, end] = range;
  // What is written in lines ends behind its last line break.
  return `${text.slice(0, start)}${value}${text[end - 1] === "\n" ? "\n" : ""}${text.slice(end)}`;
}

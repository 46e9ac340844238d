/**
 * JSON as our files hold it: two spaces, LF, a final newline, lists of plain values on one line. The same value with
 * its keys in the same order gives the same bytes.
 */
export function jsonText(value: unknown): string {
  return `${format(value, "")}\n`;
}

function format(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((entry) => typeof entry !== "object" || entry === null))
      return `[${value.map((entry) => JSON.stringify(entry)).join(", ")}]`;
    return `[\n${value.map((entry) => `${inner}${format(entry, inner)}`).join(",\n")}\n${indent}]`;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return "{}";
  return `{\n${members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${format(member, inner)}`).join(",\n")}\n${indent}}`;
}

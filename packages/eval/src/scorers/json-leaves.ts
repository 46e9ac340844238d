/** Deeper values count as one field that equals nothing. */
const maxDepth = 100;

export const emptyObject = Symbol("{}");
export const emptyList = Symbol("[]");
export const tooDeep = Symbol("too deep");
export type Leaf = string | number | boolean | null | typeof emptyObject | typeof emptyList | typeof tooDeep;

/**
 * A JSON value's fields by their paths, such as `lines[0].total`: every value that holds no other. An empty object or
 * list is a field too. A value that is no object or list is one field with the path `(value)`.
 */
export function jsonLeaves(value: unknown): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const walk = (part: unknown, path: string, depth: number): void => {
    const shown = path === "" ? "(value)" : path;
    if (typeof part !== "object" || part === null) {
      leaves.set(shown, part as Leaf);
      return;
    }
    const members = Array.isArray(part)
      ? part.map((member, index): [string, unknown] => [`${path}[${index}]`, member])
      : Object.entries(part).map(([key, member]): [string, unknown] => [`${path}${keyPath(key, path === "")}`, member]);
    if (members.length === 0) leaves.set(shown, Array.isArray(part) ? emptyList : emptyObject);
    else if (depth >= maxDepth) leaves.set(shown, tooDeep);
    else for (const [memberPath, member] of members) walk(member, memberPath, depth + 1);
  };
  walk(value, "", 0);
  return leaves;
}

function keyPath(key: string, first: boolean): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return `[${JSON.stringify(key)}]`;
  return first ? key : `.${key}`;
}

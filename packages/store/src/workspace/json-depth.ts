/** Nesting that JSON from strangers may have: what walks a value by recursion must not run out of stack. */
export const maxJsonDepth = 64;

/** Whether a JSON text nests objects and lists deeper than `limit`; brackets inside strings do not count. */
export function isNestedDeeper(json: string, limit: number = maxJsonDepth): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (quoted) {
      if (code === 92) i++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 123 || code === 91) {
      if (++depth > limit) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}

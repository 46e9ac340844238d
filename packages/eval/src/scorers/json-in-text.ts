/** What is looked at of an endless output. */
const maxLength = 100_000;

/**
 * The first JSON object or list that stands in a longer text: from a bracket to the one that closes it. Undefined
 * without one.
 */
export function jsonInText(text: string): unknown {
  const looked = text.slice(0, maxLength);
  for (let tries = 0, at = looked.search(/[[{]/); at >= 0 && tries < 20; tries += 1) {
    const end = closingBracket(looked, at);
    if (end > at) {
      try {
        return JSON.parse(looked.slice(at, end + 1)) as unknown;
      } catch {
        // Some other bracket; the next one may open the answer.
      }
    }
    const rest = looked.slice(at + 1).search(/[[{]/);
    at = rest < 0 ? -1 : at + 1 + rest;
  }
  return undefined;
}

function closingBracket(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

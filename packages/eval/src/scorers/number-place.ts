import type { ScorerOptions } from "@locollm/core";

type NumberPlace = NonNullable<Extract<ScorerOptions, { scorer: "numeric" }>["read"]>;

/** The part of an output in which its answer's number is looked for; null where there is no such place. */
export function numberPlace(output: string, read: NumberPlace): string | null {
  switch (read) {
    case "last":
      return output;
    case "hash":
      return afterHashes(output);
    case "boxed":
      return inBox(output);
    case "any":
      return inBox(output) ?? afterHashes(output) ?? output;
  }
}

/** The first line with text after the last `####`. */
function afterHashes(output: string): string | null {
  const at = output.lastIndexOf("####");
  if (at < 0) return null;
  const rest = output.slice(at + 4).trimStart();
  return /^[^\n]*/.exec(rest)?.[0] ?? "";
}

/** What stands in the braces of the last `\boxed{…}`; up to the output's end where they stay open. */
function inBox(output: string): string | null {
  const at = output.lastIndexOf("\\boxed{");
  if (at < 0) return null;
  const start = at + "\\boxed{".length;
  for (let depth = 1, end = start; end < output.length; end += 1) {
    if (output[end] === "{") depth += 1;
    else if (output[end] === "}" && --depth === 0) return output.slice(start, end);
  }
  return output.slice(start);
}

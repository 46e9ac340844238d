import { RE2JS, RE2JSException } from "re2js";

/**
 * A larger program would be slow to run on a long text; `\d{4}-\d\d-\d\d` is one of 15 instructions. Time is bounded by this times
 * the text's length, whatever the pattern, because RE2's automata never go back.
 */
const largestProgram = 500;

/** A regular expression that people wrote, compiled. */
export interface LinearPattern {
  /** The first match: its first group that took part, or the whole match where there is no group. Null without a match. */
  find(text: string): string | null;
  /** Instructions of its program. */
  readonly size: number;
  /** Whether a part of the text matches. */
  occursIn(text: string): boolean;
  /** Whether the whole text matches. */
  fits(text: string): boolean;
}

/** Compiles a pattern in RE2 syntax (no look-around, no back references), or says what is wrong with it. */
export function linearPattern(pattern: string): LinearPattern | { readonly problem: string } {
  try {
    const compiled = RE2JS.compile(pattern);
    if (compiled.programSize() > largestProgram)
      return { problem: "it is too large: repeat fewer parts, or fewer times" };
    return {
      size: compiled.programSize(),
      find(text) {
        const match = compiled.matcher(text);
        if (!match.find()) return null;
        for (let group = 1; group <= match.groupCount(); group += 1) {
          const found = match.group(group);
          if (found !== null) return found;
        }
        return match.groupCount() === 0 ? match.group() : null;
      },
      occursIn: (text) => compiled.matcher(text).find(),
      fits: (text) => compiled.matches(text),
    };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { problem: error.message.replace(/^error parsing regexp: /, "") };
  }
}

import type { Scaffold } from "@locollm/core";
import { frameOf } from "./frame-question.ts";

/**
 * What the scorer judges of an output. Under chain of thought and in a tool loop: what follows the last `Answer:` (in any case, and
 * whatever asterisks or underscores stand around it), to the end of its line, or, where nothing stands there, to the end of the text.
 * Where there is no `Answer:`, and under every other scaffold, the whole output.
 */
export function finalAnswer(scaffold: Scaffold, output: string): string {
  const { kind } = frameOf(scaffold);
  if (kind !== "chain-of-thought" && kind !== "tool-loop") return output;
  const marker = [...output.matchAll(/(?<![\p{L}\p{N}])answer[*_]*[ \t]*:[*_]*/giu)].at(-1);
  if (marker === undefined) return output;
  const after = output.slice(marker.index + marker[0].length);
  const line = unmarked(/^[^\r\n]*/.exec(after)![0]);
  return line === "" ? unmarked(after) : line;
}

function unmarked(text: string): string {
  const bare = text.trim();
  return /^([*_]+)([^*_].*?)\1$/su.exec(bare)?.[2]?.trim() ?? bare.replace(/[*_]+$/u, "").trim();
}

import type { LaneShape } from "./lane-pool.ts";
import { groupSize, type PreparedRequest } from "./prompt-reader.ts";

/** Key-value memory that staged prompts may hold. */
const mostBytes = 256e6;

/**
 * How many prompts are worth staging: as many as there are lanes where some can be read together, and there are so many
 * that it pays to find out whether that gives the same bytes (`rows-independent.ts`); else none.
 *
 * @param prepared in the order in which they are read
 */
export function stagedPrompts(
  { width, laneLength }: Omit<LaneShape, "staged">,
  prepared: readonly PreparedRequest[],
  bytesPerToken: number,
): number {
  if (width < 4 || prepared.length <= 2 * width || width * laneLength * bytesPerToken > mostBytes) return 0;
  for (let at = 0; at < prepared.length; at++) if (groupSize(prepared.slice(at, at + 2), 2) === 2) return width;
  return 0;
}

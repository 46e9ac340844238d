import { locoHome } from "@locollm/store";
import { calibrated, probeTokens, type KernelInputs } from "./calibration.ts";
import type { Lanes } from "./lanes.ts";

/** Tokens of a chunk that may be read in two pieces: from 64 on llama.cpp's attention takes another way, and rounds otherwise. */
export const longestInPieces = 63;

const probeLengths = [4, 13, 40, longestInPieces];

/**
 * Whether a short chunk's bytes are the same in two pieces as in one, so that a question is read once for all of its continuations. Like
 * `rowsIndependent`, it is tried once on each machine for each base and adapter, in about the time of 20 short prompts.
 */
export function readInPieces(lanes: Lanes, inputs: KernelInputs, home = locoHome()): Promise<boolean> {
  return calibrated({ about: "pieces", staged: lanes.staged, inputs, home }, () => probe(lanes));
}

async function probe(lanes: Lanes): Promise<boolean> {
  const prefix = probeTokens(0, 13);
  for (const length of probeLengths) {
    const tokens = probeTokens(length, length);
    const bytesFrom = async (cut: number) => {
      const bytes: string[] = [];
      await lanes.startLane(0, "pieces", prefix);
      await lanes.read(0, prefix.length, tokens.slice(0, cut), [], async () => {});
      const rest = tokens.slice(cut);
      const all = rest.map((_, index) => index);
      await lanes.read(0, prefix.length + cut, rest, all, async (_, logits) => {
        bytes.push(JSON.stringify([await lanes.pick(0, logits), await lanes.logProbability(0, logits, tokens[0]!)]));
      });
      return bytes;
    };
    const whole = await bytesFrom(0);
    for (const cut of new Set([2, length >> 1, length - 2])) {
      const pieces = await bytesFrom(cut);
      if (pieces.some((bytes, index) => bytes !== whole[cut + index])) return false;
    }
  }
  return true;
}

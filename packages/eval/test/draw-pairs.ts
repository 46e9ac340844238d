import { seededRandom } from "@locollm/core";

/** Differences of right and wrong pairs, drawn independently: `discordance` of them are not 0, and their mean is `effect`. */
export function drawPairs(count: number, effect: number, discordance: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const drawn = random() / 2 ** 32;
    return drawn < (discordance + effect) / 2 ? 1 : drawn < discordance ? -1 : 0;
  });
}

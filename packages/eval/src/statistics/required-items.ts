import { assumedDiscordance } from "./discordance.ts";
import { mcNemarPower } from "./mcnemar-power.ts";

/**
 * How many items show a true `difference` of shares (above 0, at most 1) with probability `power`, by the mid-p McNemar test at `alpha`:
 * enough at this count, too few at one less. Exact power steps down a little between counts, so that a few smaller counts may do too.
 *
 * @throws RangeError unless 0 < difference ≤ 1
 */
export function requiredItems(difference: number, discordance = assumedDiscordance, alpha = 0.05, power = 0.8): number {
  if (!(difference > 0 && difference <= 1))
    throw new RangeError(`a difference is above 0 and at most 1, not ${difference}`);
  const enough = (items: number) => mcNemarPower(items, difference, Math.max(discordance, difference), alpha) >= power;
  let few = 0;
  let many = 1;
  while (!enough(many)) {
    few = many;
    many *= 2;
  }
  while (many - few > 1) {
    const middle = Math.floor((few + many) / 2);
    if (enough(middle)) many = middle;
    else few = middle;
  }
  return many;
}

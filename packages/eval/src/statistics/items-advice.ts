import { assumedDiscordance } from "./discordance.ts";
import { minimalDetectableEffect } from "./minimal-detectable-effect.ts";
import { requiredItems } from "./required-items.ts";

export interface ItemsAdviceOptions {
  /** Share of items that only one side gets right. */
  readonly discordance?: number;
  readonly alpha?: number;
  /** The difference that should show, as a share. */
  readonly wanted?: number;
}

/** What a number of items can show four times in five, and how many more show the wanted difference, in plain words. */
export function itemsAdvice(
  items: number,
  { discordance = assumedDiscordance, alpha = 0.05, wanted = 0.1 }: ItemsAdviceOptions = {},
): string {
  const more = requiredItems(wanted, discordance, alpha) - items;
  const named = `${items} ${items === 1 ? "item" : "items"}`;
  const effect = minimalDetectableEffect(items, discordance, alpha);
  const points = (share: number) => `+${Number((share * 100).toFixed(1))} points`;
  if (effect >= 1) return `${named} can show nothing: write ${more} more to show ${points(wanted)}.`;
  return more > 0
    ? `${named} can only show ${points(effect)}: write ${more} more to show ${points(wanted)}.`
    : `${named} can show ${points(effect)}.`;
}

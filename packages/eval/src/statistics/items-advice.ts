import { assumedDiscordance } from "./discordance.ts";
import { minimalDetectableEffect } from "./minimal-detectable-effect.ts";
import { requiredItems } from "./required-items.ts";

export interface ItemsAdviceOptions {
  /** Share of items that only one side gets right. */
  readonly discordance?: number;
  readonly alpha?: number;
  /** The difference that should show, as a share. */
  readonly wanted?: number;
  /** Items that are asked for anyhow: where they show more than the wanted difference, they are what to write. */
  readonly planned?: number;
}

/** What a number of items can show four times in five, and how many more show the wanted difference, in plain words. */
export function itemsAdvice(
  items: number,
  { discordance = assumedDiscordance, alpha = 0.05, wanted = 0.1, planned = 0 }: ItemsAdviceOptions = {},
): string {
  const effectOf = (count: number) => minimalDetectableEffect(count, discordance, alpha);
  const needed = requiredItems(wanted, discordance, alpha);
  const more =
    planned > needed ? { items: planned - items, shows: effectOf(planned) } : { items: needed - items, shows: wanted };
  return shownWords(items, effectOf(items), "+", more.items > 0 ? more : undefined);
}

/**
 * `60 items can only show +15.2 points: write 140 more to show +8.7 points (four times in five).`, in every place that says what items
 * can show. Effects are shares; one of 1 or more means that nothing would show.
 */
export function shownWords(
  items: number,
  effect: number,
  sign: "+" | "±",
  more: { readonly items: number; readonly shows: number; readonly sign?: "+" | "−" } | undefined,
): string {
  const named = `${items} ${items === 1 ? "item" : "items"}`;
  const points = (share: number) => `${Number((share * 100).toFixed(1))} points`;
  const shown =
    effect >= 1
      ? `${named} can show nothing`
      : `${named} can ${more === undefined ? "" : "only "}show ${sign}${points(effect)}`;
  return more === undefined
    ? `${shown} (four times in five).`
    : `${shown}: write ${more.items} more to show ${more.sign ?? "+"}${points(more.shows)} (four times in five).`;
}

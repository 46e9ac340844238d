import { assumedDiscordance } from "./discordance.ts";
import { mcNemarPower } from "./mcnemar-power.ts";

/**
 * The smallest true difference of shares (0 to 1) that the mid-p McNemar test at `alpha` finds with probability `power` on so many
 * items. A difference cannot exceed the discordance: where `discordance` is too small for it, every discordant pair is taken as won
 * and the discordance as the difference itself. 1 where even a difference of 1 would not show (fewer than 5 items at 0.05).
 */
export function minimalDetectableEffect(
  items: number,
  discordance = assumedDiscordance,
  alpha = 0.05,
  power = 0.8,
): number {
  const shows = (difference: number) =>
    mcNemarPower(items, difference, Math.max(discordance, difference), alpha) >= power;
  if (!shows(1)) return 1;
  let hidden = 0;
  let shown = 1;
  while (shown - hidden > 1e-6) {
    const middle = (hidden + shown) / 2;
    if (shows(middle)) shown = middle;
    else hidden = middle;
  }
  return shown;
}

import type { Preview } from "../runner/preview.ts";
import { itemsAdvice } from "../statistics/items-advice.ts";
import { estimateDiscordance } from "../statistics/discordance.ts";
import { largestErrorShare } from "../verdict/decide-outcome.ts";
import { points } from "./figures.ts";

/** A preview in plain words. It never says more than that a verdict would probably say the same. */
export function previewWords(preview: Preview): string {
  const { decision, asked, total, errors, won, lost, delta, interval, alpha, margin, clusters } = preview;
  const level = Math.round(100 * (1 - 2 * alpha));
  const units = clusters === undefined ? "items" : "sources";
  const figures = `${units} won ${won}, lost ${lost}; ${points(delta)} points, ${level} % interval of the whole set ${points(interval[0])} to ${points(interval[1])}`;
  const after = `after ${asked} of ${total} items`;
  const least = Number((100 * margin).toFixed(1));
  const said = {
    better: `probably better, ${after}`,
    worse: `probably worse, ${after}`,
    "no-gain": `no gain of ${least} points, ${after}: all ${total} items together would hardly show as much`,
    open: `not settled ${after}`,
    "not-decided": `not decided: the machinery failed on ${errors} of ${asked} items, and more than ${100 * largestErrorShare} % of all ${total} could decide it`,
  }[decision];
  const advice =
    decision === "open" && clusters === undefined
      ? ` ${itemsAdvice(total, { ...(asked >= 20 && { discordance: estimateDiscordance(won, lost, asked) }), alpha })}`
      : "";
  return `preview, no grade: ${said} (${figures}).${advice}`;
}

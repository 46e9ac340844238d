import { LocoError } from "@locollm/core";

/** The share of `--margin <points>`. */
export function marginOf(text: string): number {
  const points = Number(text);
  if (text.trim() !== "" && points > 0 && points < 100) return points / 100;
  throw new LocoError({
    code: "wrong-use",
    message: `--margin ${text} is no number of points above 0 and below 100.`,
    fix: "Say how many points would matter, such as --margin 5.",
    fields: { margin: text },
    kind: "usage",
  });
}

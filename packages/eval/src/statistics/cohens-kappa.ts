import { wilsonInterval } from "./wilson-interval.ts";

export interface Kappa {
  readonly items: number;
  readonly agreed: number;
  /** Null where both raters always say the same one thing, or nothing was rated. */
  readonly kappa: number | null;
  /** Within [-1, 1]; all of it where there is no kappa. */
  readonly interval: readonly [number, number];
}

/**
 * Cohen's kappa of two raters: how far they agree beyond what their shares of each category would give by chance. `table[i][j]` counts
 * the items that the first put into category i and the second into j.
 *
 * The interval takes the chance agreement as known, as Cohen's own standard error does, and Wilson's interval for the agreement. The
 * usual asymptotic interval (Fleiss, Cohen, Everitt 1969) holds the truth far too seldom where raters nearly always agree or one
 * category is rare, and is a single point where they always do; this one held it at least 93 times in 100 (enumerated in the tests).
 *
 * Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960) 37–46.
 */
export function cohensKappa(table: readonly (readonly number[])[], level = 0.95): Kappa {
  const items = sum(table.flat());
  const agreed = sum(table.map((row, i) => row[i]!));
  const byChance = sum(table.map((row, i) => (sum(row) / items) * (sum(table.map((other) => other[i]!)) / items)));
  if (items === 0 || byChance > 1 - 1e-12) return { items, agreed, kappa: null, interval: [-1, 1] };
  const beyond = (share: number) => (share - byChance) / (1 - byChance);
  const [low, high] = wilsonInterval(agreed, items, level);
  return { items, agreed, kappa: beyond(agreed / items), interval: [Math.max(-1, beyond(low)), beyond(high)] };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

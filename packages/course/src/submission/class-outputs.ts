import type { GradeRules } from "@locollm/core";

/**
 * Whether only the class writes a file of an adapter's folder: what was measured always, and what was trained where the gate trains. A
 * submission leaves these files as they are in the class, for a figure that a student wrote would stand there as if it had been measured.
 *
 * @param inside path in the adapter's folder, with forward slashes
 */
export function isClassOutput(inside: string, weights: GradeRules["weights"]): boolean {
  if (/^(results|sealed-results)\//.test(inside) || inside === "data/sealed.jsonl") return true;
  return weights === "retrain" && /^(locks|weights)\//.test(inside);
}

/** A part of the questions of one class is set aside, whole groups at a time. */
const heldOutShare = 0.2;

/**
 * Which questions of one class to set aside for calibration: whole groups of similar ones, so that the rest has not seen their
 * phrasings, in an order that the seed decides, until a fifth of the questions is aside. A class of one group gives every fifth question.
 */
export function chooseHeldOut(groups: readonly number[], seed: number): boolean[] {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  if (sizes.size < 2) return groups.map((_, i) => i % 5 === 4);
  const wanted = Math.ceil(heldOutShare * groups.length);
  const most = Math.max(wanted, Math.floor(groups.length / 2));
  const aside = new Set<number>();
  let count = 0;
  for (const group of [...sizes.keys()].sort((a, b) => mixed(a, seed) - mixed(b, seed) || a - b)) {
    if (count >= wanted) break;
    if (count + sizes.get(group)! > most) continue;
    aside.add(group);
    count += sizes.get(group)!;
  }
  return groups.map((group) => aside.has(group));
}

/** A whole number that looks random: the finaliser of MurmurHash3 (Austin Appleby, public domain). */
function mixed(value: number, seed: number): number {
  let bits = (Math.imul(value + 1, 0x9e3779b1) ^ seed) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Random choices that depend on a seed alone: integer arithmetic only, so every machine draws the same ones. */
export interface SeededRandom {
  /** An integer from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  /** A shuffled copy. */
  shuffle<T>(list: readonly T[]): T[];
  /** True `percent` times in a hundred. */
  chance(percent: number): boolean;
}

/** The mulberry32 generator (Tommy Ettinger, public domain), seeded by a name and a number. */
export function seededRandom(name: string, seed: number): SeededRandom {
  let state = (hashName(name) ^ seed) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  };
  const integer = (min: number, max: number): number => min + (next() % (max - min + 1));
  const pick = <T,>(list: readonly T[]): T => {
    if (list.length === 0) throw new Error("pick: the list is empty");
    return list[integer(0, list.length - 1)] as T;
  };
  const shuffle = <T,>(list: readonly T[]): T[] => {
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = integer(0, last);
      [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
    }
    return copy;
  };
  return { integer, pick, shuffle, chance: (percent) => integer(1, 100) <= percent };
}

/** FNV-1a over UTF-16 code units. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

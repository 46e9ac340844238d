/** How far llama.cpp's log-probabilities are from PEFT's: root mean squares in nats per token, and ratios of them. */
export interface ParityResult {
  readonly passed: boolean;
  readonly rows: number;
  readonly tokens: number;
  /** Between the two engines on the base alone. */
  readonly baseGap: number;
  /** Between the two engines with the adapter. */
  readonly adapterGap: number;
  /** `adapterGap` may be up to this: 2.5 base gaps, or 0.1. */
  readonly allowedAdapterGap: number;
  /** What the adapter changes, by PEFT: the yardstick. */
  readonly shift: number;
  /** What the adapter changes in llama.cpp against what it changes in PEFT: 1 is right, 0 is no adapter. */
  readonly slope: number;
  /** The difference of the two shifts, relative to the shift. */
  readonly relativeError: number;
  /** `relativeError` may be up to this: 0.2, or 1.5 base gaps where the adapter changes little. */
  readonly allowed: number;
  /** How much of the effect of wrongly ordered query and key rows is seen: 0 is right, 1 is wrong; null where unknown. */
  readonly misorder: number | null;
  /**
   * `misorder` may be below this: 0.5, or three times what it errs by; null where it is unknown, and where it errs by so
   * much that right and wrong look alike.
   */
  readonly allowedMisorder: number | null;
}

/** One answer token's natural log-probabilities: PEFT's, and the engine's. */
export interface ParityToken {
  readonly base: number;
  readonly adapter: number;
  readonly misordered?: number | undefined;
  readonly engineBase: number;
  readonly engineAdapter: number;
}

const allowedError = 0.2;
const allowedGaps = 1.5;
const leastMisorder = 0.5;
/** Neighbouring tokens err alike: as much as an eighth of them would by themselves (right exports of label adapters). */
const tokensThatErrAlike = 8;
/** Right exports of the teaching samples: 0.3 to 1.5. */
const allowedAdapterGaps = 2.5;
const leastAdapterGap = 0.1;

/**
 * The rule of the parity gate. The two engines differ on the base already (llama.cpp quantises activations), so what the
 * adapter changes, its log-probability less the base's, is compared token by token: a wrong scale shows there.
 * An adapter that changes much, such as one that answers with a label, changes nearly as much at four times its scale: there the
 * engines must also be as close with the adapter as without.
 * Wrongly ordered query and key rows change less than the noise, but in a direction that training knows: `misorder` is how much
 * of it is in the difference of the engines, by least squares beside their difference on the base (a matched filter in noise
 * whose form is half known), 0 or 1 with a spread of about noise / effect · √(8 / tokens). Where three such spreads are above a
 * half, as with labels of two tokens, the noise alone may look like half of the effect: then only more than three of them fails;
 * where they are above the whole effect, as with an adapter that hardly changes queries and keys, this tells nothing.
 */
export function decideParity(tokens: readonly ParityToken[], rows: number): ParityResult {
  const sum = (value: (token: ParityToken) => number): number =>
    tokens.reduce((total, token) => total + value(token), 0);
  const rms = (value: (token: ParityToken) => number): number =>
    Math.sqrt(sum((token) => value(token) ** 2) / Math.max(1, tokens.length));
  const here = (token: ParityToken): number => token.adapter - token.base;
  const there = (token: ParityToken): number => token.engineAdapter - token.engineBase;
  const wrong = (token: ParityToken): number => (token.misordered ?? token.adapter) - token.adapter;
  const baseGap = rms((token) => token.engineBase - token.base);
  const adapterGap = rms((token) => token.engineAdapter - token.adapter);
  const shift = rms(here);
  const slope = sum((token) => here(token) * there(token)) / sum((token) => here(token) ** 2);
  const relativeError = rms((token) => there(token) - here(token)) / shift;
  const allowed = Math.max(allowedError, (allowedGaps * baseGap) / shift);
  const effect = sum((token) => wrong(token) ** 2);
  const apart = (token: ParityToken): number => token.engineAdapter - token.adapter;
  const gap = (token: ParityToken): number => token.engineBase - token.base;
  const [gaps2, both] = [sum((token) => gap(token) ** 2), sum((token) => gap(token) * wrong(token))];
  // What of the effect the engines' difference on the base cannot imitate.
  const alone = gaps2 === 0 ? effect : effect - both ** 2 / gaps2;
  const along = gaps2 === 0 ? 0 : sum((token) => apart(token) * gap(token)) / gaps2;
  const misorder = alone <= 0 ? null : sum((token) => (apart(token) - along * gap(token)) * wrong(token)) / alone;
  const share = gaps2 === 0 ? 0 : along - ((misorder ?? 0) * both) / gaps2;
  // What is left beside both; not more than the engines' own, or another fault would pass for noise.
  const left = sum((token) => (apart(token) - (misorder ?? 0) * wrong(token) - share * gap(token)) ** 2);
  const spread = Math.sqrt((tokensThatErrAlike / tokens.length) * (Math.min(left, gaps2) / alone));
  const allowedMisorder = misorder === null || 3 * spread >= 1 ? null : Math.max(leastMisorder, 3 * spread);
  const allowedAdapterGap = Math.max(allowedAdapterGaps * baseGap, leastAdapterGap);
  const isAsClose = adapterGap <= allowedAdapterGap;
  const isOrdered = misorder === null || allowedMisorder === null || misorder < allowedMisorder;
  const passed = tokens.length > 0 && relativeError <= allowed && isAsClose && isOrdered;
  const gaps = { baseGap, adapterGap, allowedAdapterGap, shift, slope, relativeError, allowed };
  return { passed, rows, tokens: tokens.length, ...gaps, misorder, allowedMisorder };
}

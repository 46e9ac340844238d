import type { LinearModel } from "./softmax-regression.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Raised whenever the same inputs would give another router, or a router another route. Part of every router's key. */
export const routerRevision = 2;

/** How it went with the training questions that were set aside, in several fits, to calibrate the router: whole groups of unseen phrasings. */
export interface HeldOutCounts {
  /** Questions of adapters, and how many of them the right adapter got. */
  readonly questions: number;
  readonly routed: number;
  /** Questions that belong to none, and how many of them an adapter got. */
  readonly outOfScope: number;
  readonly accepted: number;
}

/** A fitted router. Class `k` of the model is `adapters[k]`; the last class is the base. */
export interface Router {
  /** The hash of what it was fitted from, as `routerKey` gives it. */
  readonly key: string;
  /** Adapter ids in alphabetical order. */
  readonly adapters: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly model: LinearModel;
  /** What logits are divided by. */
  readonly temperature: number;
  /** The probability, 0.5 to 1, that an adapter needs to be chosen. */
  readonly threshold: number;
  readonly heldOut: HeldOutCounts;
}

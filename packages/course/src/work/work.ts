import type { Talk } from "./talk.ts";

/** What everything that takes time gets beside its own arguments. */
export interface Work {
  /** Talk for people. */
  readonly talk: Talk;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

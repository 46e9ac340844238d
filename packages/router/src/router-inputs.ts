import { hashOf, LocoError } from "@locollm/core";
import { routerRevision } from "./router.ts";

/** What a router learns from. */
export interface RouterInputs {
  /** Each adapter's own training questions. */
  readonly adapters: readonly { readonly id: string; readonly prompts: readonly string[] }[];
  /** Questions that belong to no adapter. */
  readonly outOfScope: readonly string[];
  /** Decides which questions are set aside for calibration; 1 if left out. */
  readonly seed?: number;
}

/** The name to cache a router under: the sha256 of its inputs, with `routerRevision`. The order of the adapters does not count. */
export function routerKey({ adapters, outOfScope, seed = 1 }: RouterInputs): string {
  const inputs = inOrder(adapters).map(({ id, prompts }) => ({ id, prompts }));
  return hashOf({ routerRevision, adapters: inputs, outOfScope, seed });
}

/** The adapters by id. */
export function inOrder<T extends { readonly id: string }>(adapters: readonly T[]): T[] {
  return [...adapters].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Throws a `LocoError` where there is nothing to tell apart. */
export function checkInputs({ adapters, outOfScope }: RouterInputs): void {
  if (adapters.length === 0) {
    throw new LocoError({
      code: "router-without-adapters",
      message: "There is no adapter to route to.",
      fix: "Make one with `loco new <name>`.",
    });
  }
  const empty = adapters.find(({ prompts }) => prompts.length === 0);
  if (empty !== undefined) {
    throw new LocoError({
      code: "router-without-questions",
      message: `The router cannot learn ${empty.id}: it has no training questions.`,
      fix: "Add rows to its data/train.jsonl, or leave the adapter out.",
      fields: { adapter: empty.id },
    });
  }
  const twice = adapters.find(({ id }, i) => adapters.findIndex((other) => other.id === id) !== i);
  if (twice !== undefined) {
    throw new LocoError({
      code: "router-adapter-twice",
      message: `The router was given ${twice.id} twice.`,
      fix: "Name each adapter once.",
      fields: { adapter: twice.id },
    });
  }
  if (outOfScope.length === 0) {
    throw new LocoError({
      code: "router-without-out-of-scope",
      message: "The router has no examples of questions that belong to no adapter.",
      fix: 'Write some to out-of-scope.jsonl in the semester\'s folder, one {"id", "prompt"} a line.',
    });
  }
}

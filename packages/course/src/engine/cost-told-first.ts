import type { Generator } from "@locollm/core";
import type { OpenBase } from "@locollm/inference";

/** A base that says what the work costs before the first question that no cache answers; never where all are cached. */
export function costToldFirst(base: OpenBase, tell: () => Promise<void>): OpenBase {
  let told: Promise<void> | undefined;
  const first = () => (told ??= tell());
  return { ...base, generator: (options) => telling(base.generator(options), first) };
}

function telling(generator: Generator, first: () => Promise<void>): Generator {
  return {
    ...generator,
    async *generate(requests, options) {
      if (requests.length > 0) await first();
      yield* generator.generate(requests, options);
    },
    async score(requests, options) {
      if (requests.length > 0) await first();
      return generator.score(requests, options);
    },
  };
}

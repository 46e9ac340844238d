import { hashOf, type GenerateRequest, type GeneratorIdentity, type JsonValue } from "@locollm/core";

/**
 * The cache key of each request: the hash of everything that can change its answer. Where a generator answers in waves, the whole
 * wave and the request's place in it are part of the key.
 */
export function generationKeys(
  identity: GeneratorIdentity,
  wave: number,
  requests: readonly GenerateRequest[],
): string[] {
  const asked = requests.map(({ messages, sampling }) => ({ messages, sampling })) as unknown as JsonValue[];
  const generator = identity as unknown as JsonValue;
  if (wave === 1) return asked.map((request) => hashOf({ generator, request }));
  return wavesOf(asked, wave).flatMap((members) => {
    const whole = hashOf(members);
    return members.map((_, place) => hashOf({ generator, wave: whole, place }));
  });
}

/** Cuts a list into waves of `wave` neighbours; the last one may be shorter. */
export function wavesOf<T>(list: readonly T[], wave: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / wave) }, (_, i) => list.slice(i * wave, (i + 1) * wave));
}

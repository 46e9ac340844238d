import type { BaseManifest, Generator } from "@locollm/core";
import type { LocalAdapter, OpenBase } from "@locollm/inference";
import type { CachedBase } from "@locollm/store";
import { adaptedGenerator } from "./adapted-generator.ts";
import { openEngine } from "./open-engine.ts";

/** A base and an adapter on it, to be asked the same. */
export interface Sides {
  readonly base: Generator;
  readonly adapter: Generator;
}

/** Opens a base and an adapter on it; both close with the stack, and the engine with them. */
export async function openSides(
  stack: AsyncDisposableStack,
  manifest: BaseManifest,
  file: CachedBase,
  adapter: LocalAdapter,
): Promise<Sides> {
  return sidesOf(await openEngine(stack, manifest, file), adapter);
}

/** The sides of one adapter on a base that is open. */
export function sidesOf(engine: OpenBase, adapter: LocalAdapter): Sides {
  return { base: engine.generator(), adapter: adaptedGenerator(engine, adapter) };
}

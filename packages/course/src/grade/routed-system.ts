import { hashOf, type AdapterManifest, type BaseManifest, type Item } from "@locollm/core";
import type { LocalAdapter } from "@locollm/inference";
import { route, type Router } from "@locollm/router";
import { loadWeights, type AdapterFolder, type SemesterFolder, type Workspace } from "@locollm/store";
import { basePrompt } from "../routing/base-prompt.ts";
import { obtainRouter } from "../routing/obtain-router.ts";
import { lastUserText } from "../routing/last-user-text.ts";
import type { Work } from "../work/work.ts";

/** Who answers a question: an adapter with its weights, or the base. */
export interface Answerer {
  /** Names whatever can change an answer: equal keys answer alike. */
  readonly key: string;
  readonly adapter: LocalAdapter | null;
  /** The manifest as it asks, with the scorer of whoever the item belongs to. */
  readonly manifest: (owner: AdapterManifest) => AdapterManifest;
}

/** A semester's router over its adapters on one base, as `loco ask` has it, before an answer's confidence is looked at. */
export interface RoutedSystem {
  /** sha256 of all that decides an answer. */
  readonly id: string;
  /** Null where there is nobody to route to. */
  readonly router: Router | null;
  readonly answererOf: (item: Item) => Answerer;
}

const base: Answerer = {
  key: "base",
  adapter: null,
  manifest: (owner) => ({ ...owner, prompt: { ...owner.prompt, ...basePrompt, tools: [] } }),
};

/**
 * @param weights those of a submission, which its folder does not hold
 * @throws LocoError of `obtainRouter` and `loadWeights`
 */
export async function openRoutedSystem(
  work: Work,
  workspace: Workspace,
  semester: SemesterFolder,
  manifest: BaseManifest,
  weights: ReadonlyMap<string, LocalAdapter> = new Map(),
): Promise<RoutedSystem> {
  const answerers = new Map<string, Answerer>();
  for (const adapter of semester.adapters) {
    const own = weights.get(adapter.id) ?? (await weightsOf(adapter, manifest, work.signal));
    if (own !== null) answerers.set(adapter.id, adaptedAnswerer(adapter, own));
  }
  const router = semester.adapters.length === 0 ? null : await obtainRouter(work, workspace, semester);
  return {
    id: hashOf({ router: router?.key ?? null, answerers: [...answerers.values()].map(({ key }) => key) }),
    router,
    answererOf(item) {
      const chosen = router === null ? null : route(router, lastUserText(item)).adapter;
      return (chosen === null ? undefined : answerers.get(chosen)) ?? base;
    },
  };
}

/** The adapter as it answers anybody's question: with its own prompt. */
function adaptedAnswerer({ manifest }: AdapterFolder, adapter: LocalAdapter): Answerer {
  return {
    key: hashOf({ weights: adapter.sha256, prompt: manifest.prompt }),
    adapter,
    manifest: ({ score }) => ({ ...manifest, score }),
  };
}

async function weightsOf(
  adapter: AdapterFolder,
  { id }: BaseManifest,
  signal: AbortSignal,
): Promise<LocalAdapter | null> {
  if (!adapter.locks.has(id)) return null;
  const { path, sha256 } = await loadWeights(adapter, id, { signal });
  return { id: adapter.id, path, sha256 };
}

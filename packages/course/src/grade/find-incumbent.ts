import type { BaseManifest } from "@locollm/core";
import { route, type Router } from "@locollm/router";
import { readAdapterData, type AdapterFolder, type Workspace } from "@locollm/store";
import { lastUserText } from "../routing/last-user-text.ts";

/** The adapter of the class that answers a submission's questions already, and how that is known. */
export interface Incumbent {
  readonly adapter: AdapterFolder;
  /** Ends the sentence "It was held against <adapter>, …". */
  readonly because: string;
}

/** Share of its questions that must go to an adapter for that one to count as serving them. */
const servedShare = 0.5;

/**
 * The adapter that a submission competes with: its own last version, else the one to which the class's router sends at least half of its
 * evaluation questions, else the last one of that name in an earlier semester. Null where there is none that is trained on the base.
 */
export async function findIncumbent(
  workspace: Workspace,
  router: Router | null,
  submitted: AdapterFolder,
  { id: base }: BaseManifest,
): Promise<Incumbent | null> {
  const all = workspace.semesters.flatMap(({ adapters }) => adapters).filter(({ locks }) => locks.has(base));
  const version = all.find(({ id }) => id === submitted.id);
  if (version !== undefined)
    return { adapter: version, because: `its version ${version.manifest.version} in the class` };
  if (router !== null) {
    const questions = (await readAdapterData(submitted)).eval.map(
      ({ item }) => route(router, lastUserText(item)).adapter,
    );
    const counts = Map.groupBy(questions, (id) => id);
    for (const [id, sent] of counts) {
      const adapter = all.find((one) => one.id === id);
      if (adapter === undefined || sent.length < servedShare * questions.length) continue;
      const share = Math.round((100 * sent.length) / questions.length);
      return { adapter, because: `to which the class's router sends ${share} % of its evaluation questions` };
    }
  }
  const earlier = all.findLast(({ slug, semester }) => slug === submitted.slug && semester < submitted.semester);
  return earlier === undefined
    ? null
    : { adapter: earlier, because: "the adapter of this name in an earlier semester" };
}

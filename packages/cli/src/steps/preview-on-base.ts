import type { BaseManifest } from "@locollm/core";
import { evaluate, judgedByDefault, plainCondition, preview, previewWords, type Preview } from "@locollm/eval";
import { loadWeights, type AdapterFolder, type CachedBase, type Workspace } from "@locollm/store";
import type { Invocation } from "../invocation.ts";
import { findBestPrompt, openDomain, openSides } from "@locollm/course";

export interface PreviewOnBase {
  readonly found: Preview;
  readonly words: string;
  /** k of the base's best prompt. */
  readonly examples: number;
}

/**
 * Asks the base under its best prompt and the adapter items in random order until it is settled which way a verdict would
 * probably go. Answers are kept in the cache, where an evaluation finds them; nothing else is written.
 *
 * @param margin the least difference that would matter, as a share
 */
export async function previewOnBase(
  invocation: Invocation,
  workspace: Workspace,
  adapter: AdapterFolder,
  { manifest, file, margin }: { readonly manifest: BaseManifest; readonly file: CachedBase; readonly margin: number },
): Promise<PreviewOnBase> {
  const semester = workspace.semesters.find(({ id }) => id === adapter.semester)!;
  const { path, sha256 } = await loadWeights(adapter, manifest.id, { signal: invocation.signal });
  await using stack = new AsyncDisposableStack();
  const domain = await openDomain(stack, adapter, invocation.signal);
  const { items } = domain;
  const sides = await openSides(stack, manifest, file, { id: adapter.id, path, sha256 });
  const best = await findBestPrompt(invocation, domain, sides.base);
  const looking = invocation.talk.progress("  base and adapter, in random order");
  const found = await preview({
    items,
    judgedBy: judgedByDefault(adapter.manifest.score),
    alpha: semester.manifest.gate.alpha,
    margin,
    async ask(batch) {
      const before = await evaluate({
        ...domain,
        items: batch,
        generator: sides.base,
        condition: best.condition,
      });
      const after = await evaluate({
        ...domain,
        items: batch,
        generator: sides.adapter,
        condition: plainCondition(adapter.manifest, "adapter"),
      });
      return { before: before.samples, after: after.samples };
    },
    onLook: ({ asked, won, lost }) => looking.update(`${asked} of ${items.length}: won ${won}, lost ${lost}`),
  });
  looking.finish(`${found.asked} of ${items.length} asked`);
  return { found, words: previewWords(found), examples: best.examples };
}

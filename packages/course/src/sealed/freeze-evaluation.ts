import { datasetHash, hasErrors, LocoError, type AdapterSeals, type Seals } from "@locollm/core";
import { readAdapterData, shownPath, type AdapterData, type AdapterFolder, type SemesterFolder } from "@locollm/store";

export interface Frozen {
  readonly adapter: AdapterFolder;
  readonly sha256: string;
  readonly items: number;
  /** `again`: in the place of another one, whose hash stays among the earlier ones. */
  readonly was: "new" | "the same" | "again";
}

/** @throws LocoError `seals-unreadable` */
export function sealsOf({ id, seals }: SemesterFolder): Seals {
  if (seals !== null) return seals;
  throw new LocoError({
    code: "seals-unreadable",
    message: `semesters/${id}/seals.json cannot be read.`,
    fix: `Bring it back with git; what is wrong in it: loco check ${id}`,
    fields: { semester: id },
  });
}

/** What is published of one adapter, so far nothing. */
export function publishedOf(seals: Seals, slug: string): AdapterSeals {
  return seals.adapters[slug] ?? { earlier: [] };
}

/**
 * Publishes the hash of an adapter's evaluation rows. Once published it changes only for a reason, and the earlier one is kept.
 *
 * @param at the moment, ISO with zone
 * @throws LocoError `eval-unusable`, `eval-changed`
 */
export async function freezeEvaluation(
  seals: Seals,
  adapter: AdapterFolder,
  { at, reason, data }: { readonly at: string; readonly reason?: string | undefined; readonly data?: AdapterData },
): Promise<{ readonly seals: Seals; readonly frozen: Frozen }> {
  const file = `${shownPath(adapter)}/data/eval.jsonl`;
  const read = data ?? (await readAdapterData(adapter));
  const items = read.eval.map(({ item }) => item);
  if (items.length === 0 || hasErrors(read.findings.filter((finding) => finding.file === file))) {
    throw new LocoError({
      code: "eval-unusable",
      message: `${file} holds no rows, or some that cannot be read.`,
      fix: `See which: loco check ${adapter.id}`,
      fields: { adapter: adapter.id },
    });
  }
  const sha256 = datasetHash(items);
  const { evaluation: before, earlier, ...published } = publishedOf(seals, adapter.slug);
  const result = (was: Frozen["was"], own: AdapterSeals) => ({
    seals: { ...seals, adapters: { ...seals.adapters, [adapter.slug]: own } },
    frozen: { adapter, sha256, items: items.length, was },
  });
  const evaluation = { sha256, items: items.length, at };
  if (before === undefined) return result("new", { evaluation, ...published, earlier });
  if (before.sha256 === sha256) return result("the same", { evaluation: before, ...published, earlier });
  if (reason === undefined) {
    throw new LocoError({
      code: "eval-changed",
      message: `${file} is not the set that was frozen on ${before.at.slice(0, 10)}.`,
      fix: 'Bring the rows back with git, or say why they are frozen anew: loco semester freeze --again "<reason>"',
      fields: { adapter: adapter.id },
    });
  }
  const replaced = { of: "evaluation" as const, ...before, replaced: at, reason };
  return result("again", { evaluation, ...published, earlier: [...earlier, replaced] });
}

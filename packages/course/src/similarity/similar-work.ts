import type { AdapterBase, AdapterFolder, AdapterRows, Workspace } from "@locollm/store";
import { comparableRows } from "../check/comparable-rows.ts";
import { dataOverlap, type DataOverlap, type RowSets } from "./data-overlap.ts";
import { evidenceSentences } from "./evidence-sentences.ts";
import { usualOf, type Likeness, type UsualLikeness } from "./likeness.ts";
import { declaredLineage } from "./lineage.ts";
import { areMuchAlike, isMuchData } from "./thresholds.ts";

/** What an instructor should look at, with the figures that say so. It is evidence of a common source, never a judgement. */
export interface SimilarityEvidence {
  readonly other: string;
  readonly declared: boolean;
  /** Cosine of the two whole updates, -1 to 1; null where the weights of one of them are not known. */
  readonly weightsCosine: number | null;
  /** Share of output directions, 0 to 1; null likewise. */
  readonly subspaceOverlap: number | null;
  /** Jaccard index of the training sets, 0 to 1, estimated. */
  readonly dataJaccard: number;
  /** Training rows with a near twin in the other's training rows. */
  readonly rowsShared: number;
  /** Pairs of sets that have more in common than sets made apart, with examples. */
  readonly data: readonly DataOverlap[];
  /** Plain text for the instructor: what was declared, every figure, and what is usual. */
  readonly sentences: readonly string[];
}

export interface SimilarWork {
  /** Strongest first. */
  readonly evidence: readonly SimilarityEvidence[];
  readonly usual: UsualLikeness | null;
  /** Full names and versions of all adapters that it was compared with. */
  readonly compared: readonly string[];
  /** Adapters whose weights could not be compared, and why; their rows were. */
  readonly withoutWeights: readonly { readonly other: string; readonly why: string }[];
}

export interface SimilarWorkRequest {
  readonly workspace: Workspace;
  readonly adapter: AdapterFolder;
  readonly data: RowSets;
  /** Its weights and the base that they were made for; without them rows alone are compared. */
  readonly weights?: { readonly file: string; readonly base: AdapterBase } | undefined;
  /** What is not in the class: submissions that may still join it, or earlier versions. Whoever has its name and version is left out. */
  readonly besides?: readonly AdapterRows[] | undefined;
  readonly home?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Compares an adapter with all others of its semester and earlier ones, weights and rows, and gives what is worth showing. For the
 * instructor alone: it never stands in a public report.
 *
 * @throws LocoError where the adapter's own weights are unsound, as `readAdapterGguf` does
 */
export async function similarWork(request: SimilarWorkRequest): Promise<SimilarWork> {
  const { workspace, adapter, data, weights, besides = [], home, signal } = request;
  // The matrices are imported when there are weights: most commands never need them.
  const compare = weights && (await import("./compare-weights.ts")).compareWeights(weights, home);
  const others = [...(await comparableRows(workspace, [{ adapter, data }])), ...besides].filter(
    (other) => versionOf(other.adapter) !== versionOf(adapter),
  );
  const likenesses: Likeness[] = [];
  const withoutWeights: { other: string; why: string }[] = [];
  for (const { adapter: theirs, data: theirData } of others) {
    signal?.throwIfAborted();
    const other = versionOf(theirs);
    const found = await compare?.(theirs);
    if (found !== undefined && "why" in found) withoutWeights.push({ other, why: found.why });
    likenesses.push({
      other,
      lineage: declaredLineage(workspace, adapter, theirs),
      weights: found !== undefined && "overlap" in found ? found.overlap : null,
      data: dataOverlap(data, theirData),
    });
  }
  const shown = likenesses.filter(isWorthShowing).sort((one, other) => strength(other) - strength(one));
  const usual = usualOf(likenesses.filter((one) => !isWorthShowing(one)));
  return {
    evidence: shown.map((likeness) => evidenceOf(likeness, usual)),
    usual,
    compared: likenesses.map(({ other }) => other),
    withoutWeights,
  };
}

function evidenceOf(likeness: Likeness, usual: UsualLikeness | null): SimilarityEvidence {
  const { other, lineage, weights, data } = likeness;
  const [training] = data;
  return {
    other,
    declared: lineage !== null,
    weightsCosine: weights?.cosine ?? null,
    subspaceOverlap: weights?.outputs ?? null,
    dataJaccard: training!.jaccard,
    rowsShared: training!.rowsShared,
    data: data.filter(isMuchData),
    sentences: evidenceSentences(likeness, usual),
  };
}

function isWorthShowing({ weights, data }: Likeness): boolean {
  return (weights !== null && areMuchAlike(weights)) || data.some(isMuchData);
}

/** The largest of its figures, all of them shares or cosines. */
function strength({ weights, data }: Likeness): number {
  return Math.max(
    weights?.cosine ?? 0,
    ...data.flatMap(({ jaccard, rows, rowsShared }) => [jaccard, rows === 0 ? 0 : rowsShared / rows]),
  );
}

function versionOf({ id, manifest }: AdapterFolder): string {
  return `${id}@${manifest.version}`;
}

import { datasetHash, type GradeRecord, type Verdict } from "@locollm/core";
import { compareRuns, evaluate, plainCondition, type Evaluation } from "@locollm/eval";
import type { LocalAdapter, OpenBase } from "@locollm/inference";
import { loadWeights, type AdapterFolder } from "@locollm/store";
import { adaptedGenerator } from "../engine/adapted-generator.ts";
import { openDomain } from "../evaluation/open-domain.ts";
import { runProgress } from "../evaluation/run-progress.ts";
import type { Work } from "../work/work.ts";

export interface Contender {
  readonly adapter: AdapterFolder;
  readonly weights: LocalAdapter;
}

export interface Challenge {
  readonly items: GradeRecord["challenged"][number]["items"];
  readonly submission: Evaluation;
  readonly other: Evaluation;
  readonly verdict: Verdict;
}

/**
 * A submission against the adapter that serves its questions: both answer the submission's rows and both answer the other's, each with
 * its own prompt, scored as the rows' owner scores. Each set favours who wrote it, which is why there are two. None where their tools
 * differ: then the same item is not the same task.
 *
 * @param own the submission's answers to its own rows
 */
export async function challenge(
  work: Work,
  engine: OpenBase,
  submission: Contender & { readonly own: Evaluation },
  other: AdapterFolder,
  alpha: number,
): Promise<Challenge[]> {
  const tools = [submission.adapter, other].map(({ manifest }) => manifest.prompt.tools.toSorted().join());
  if (tools[0] !== tools[1]) return [];
  const { path, sha256 } = await loadWeights(other, engine.manifest.id, { signal: work.signal });
  const incumbent: Contender = { adapter: other, weights: { id: other.id, path, sha256 } };
  const there = await answers(work, engine, incumbent, submission.adapter);
  const own = { items: "the submission's", submission: submission.own, other: there.evaluation } as const;
  const first = { ...own, verdict: compareRuns(there.evaluation, submission.own, { alpha, items: there.items }) };
  const kept = await answers(work, engine, incumbent, other);
  if (datasetHash(kept.items) === submission.own.run.dataset.sha256) return [first];
  const challenger = await answers(work, engine, submission, other);
  const { evaluation } = challenger;
  const second = { items: "its own", submission: evaluation, other: kept.evaluation } as const;
  return [first, { ...second, verdict: compareRuns(kept.evaluation, evaluation, { alpha, items: kept.items }) }];
}

async function answers(work: Work, engine: OpenBase, { adapter, weights }: Contender, owner: AdapterFolder) {
  await using stack = new AsyncDisposableStack();
  const domain = await openDomain(stack, owner, work.signal);
  const manifest = { ...adapter.manifest, score: owner.manifest.score };
  const progress = runProgress(work.talk.progress(`  ${adapter.id} on the rows of ${owner.id}`));
  const evaluation = await evaluate({
    ...domain,
    manifest,
    generator: adaptedGenerator(engine, weights),
    condition: plainCondition(manifest, "adapter"),
    onProgress: progress.show,
  });
  progress.finish(evaluation);
  return { evaluation, items: domain.items };
}

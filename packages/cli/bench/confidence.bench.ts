/**
 * What confidence rests on, for each adapter of the active semester. First, how well four features of an answer's token
 * log-probabilities tell right from wrong (AUROC), from the answers of its last evaluation. Then, since `loco ask` computes one answer
 * at a time and an evaluation sixteen: how much the same questions' log-probabilities and calibrated shares differ between the two.
 * Run after loco eval: pnpm bench confidence [questions an adapter]
 */
import type { Generation, Generator, GenerateRequest, Sample } from "@locollm/core";
import { answerConfidence, auroc, plainCondition, requestsFor, sureness } from "@locollm/eval";
import { openBase, stopLlama } from "@locollm/inference";
import {
  activeSemester,
  fetchBase,
  loadWeights,
  readAdapterData,
  readRun,
  readWorkspace,
  resolveBase,
  type AdapterFolder,
} from "@locollm/store";
import { repository } from "./cold-process.ts";

const questions = Number(process.argv[2] ?? 40);
const features: Readonly<Record<string, (logProbabilities: readonly number[]) => number>> = {
  mean: (values) => sureness(values) ?? 0,
  minimum: (values) => Math.min(...values),
  total: (values) => values.reduce((sum, value) => sum + value, 0),
  "first token": (values) => values[0] ?? 0,
};

const workspace = await readWorkspace(repository);
const manifest = resolveBase(workspace);
const file = await fetchBase(manifest);
const { adapters } = activeSemester(workspace);
const base = await openBase({ manifest, file });
for (const adapter of adapters) {
  const results = adapter.results.get(manifest.id);
  if (results === undefined) continue;
  const { samples } = await readRun(repository, results.adapterRun.run);
  const areas = Object.entries(features).map(([name, feature]) => `${name} ${areaOf(samples, feature)}`);
  console.log(`${adapter.slug}: AUROC by ${areas.join(", ")}`);
  console.log(`  ${await compareWidths(adapter)}`);
}
await base[Symbol.asyncDispose]();
await stopLlama();

function areaOf(samples: readonly Sample[], feature: (logProbabilities: readonly number[]) => number): string {
  const cases = samples.map(({ item, logProbabilities, score }) => {
    return { score: feature(logProbabilities), positive: score.outcome === "right", cluster: item };
  });
  return auroc(cases)?.auroc.toFixed(3) ?? "–";
}

async function compareWidths(adapter: AdapterFolder): Promise<string> {
  const { path, sha256 } = await loadWeights(adapter, manifest.id);
  const rows = (await readAdapterData(adapter)).eval.map(({ item }) => item);
  const chosen = rows.filter((_, i) => i % Math.ceil(rows.length / questions) === 0);
  const requests = requestsFor(adapter.manifest, plainCondition(adapter.manifest, "adapter"), chosen);
  const weights = { id: adapter.id, path, sha256 };
  const wide = await answersOf(base.generator({ adapter: weights }), requests);
  const lone = await answersOf(base.generator({ adapter: weights, width: 1 }), requests);
  const confidence = adapter.results.get(manifest.id)!.adapterRun.confidence;
  const same = requests.filter(({ id }) => wide.get(id)!.text === lone.get(id)!.text);
  const mean = ({ tokens }: Generation) =>
    tokens.reduce((sum, { logProbability }) => sum + logProbability, 0) / tokens.length;
  const share = ({ tokens }: Generation) => answerConfidence(confidence, tokens)?.share ?? Number.NaN;
  const apart = (of: (answer: Generation) => number) =>
    same.map(({ id }) => Math.abs(of(wide.get(id)!) - of(lone.get(id)!))).sort((a, b) => a - b);
  const [means, shares] = [apart(mean), apart(share)];
  const threshold = confidence?.below?.threshold ?? 0;
  const alike = means.filter((distance) => distance === 0).length;
  const crossed = same.filter(({ id }) => share(wide.get(id)!) < threshold !== share(lone.get(id)!) < threshold).length;
  return (
    `one at a time against sixteen: ${same.length} of ${requests.length} answers have the same text, ${alike} of them the same mean to the last bit; mean log-probability ` +
    `apart by ${median(means).toExponential(1)} (median), ${means.at(-1)!.toExponential(1)} (most); share by ${(100 * median(shares)).toFixed(1)} points (median), ` +
    `${(100 * shares.at(-1)!).toFixed(1)} (most); ${crossed} on the other side of the threshold`
  );
}

async function answersOf(generator: Generator, requests: readonly GenerateRequest[]): Promise<Map<string, Generation>> {
  const answers = new Map<string, Generation>();
  for await (const result of generator.generate(requests)) {
    if ("error" in result) throw new Error(`${result.id}: ${result.error.message}`);
    answers.set(result.id, result);
  }
  return answers;
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

import {
  adapterManifestSchema,
  datasetHash,
  promptRevision,
  sha256Hex,
  type Condition,
  type GenerateRequest,
  type Generator,
  type Item,
  type Run,
  type Sample,
} from "@locollm/core";
import { fewShotCondition, plainCondition } from "../src/conditions/conditions.ts";
import { pickExamples } from "../src/conditions/pick-examples.ts";
import { requestsFor } from "../src/conditions/requests.ts";
import { recordedGenerator, type Recording } from "../src/runner/recorded-generator.ts";
import { scorerRevision } from "../src/scorers/scorer.ts";

/** A small adapter whose answers were written down by hand: 60 questions of three difficulties about cities. */
export const manifest = adapterManifestSchema.parse({
  schema: 1,
  title: "Cities & their <countries>",
  summary: "Names the country of a city.",
  version: "1.2.0",
  authors: [{ handle: "test" }],
  licence: "CC-BY-4.0",
  data: { provenance: "written for this test; no personal data" },
  prompt: { system: "Name the country. Reply with its name only.", maxTokens: 8 },
  score: { scorer: "exact" },
  limits: "Twelve cities.",
});
export const adapterId = "2026-s2/cities";

const countries = ["Chile", "Kenya", "Nepal", "Peru", "Qatar", "Spain"];
const difficulties = ["easy", "medium", "hard"] as const;
const row = (id: string, i: number): Item => ({
  id,
  prompt: `${["Which country is", "Tell me the country of", "Where on earth is"][i % 3]} city ${id}?`,
  answer: countries[i % countries.length]!,
  difficulty: difficulties[i % 3]!,
});
export const items: readonly Item[] = Array.from({ length: 60 }, (_, i) => row(`eval-${i + 1}`, i));
export const trainingRows: readonly Item[] = Array.from({ length: 72 }, (_, i) => row(`train-${i + 1}`, i));

export const plain = plainCondition(manifest, "base");
const pool = pickExamples(trainingRows, 8).map(({ id }) => id);
export const withExamples = (count: number): Condition => fewShotCondition(manifest, "base", pool.slice(0, count));

const greedyRun = (adapter: Run["generator"]["adapter"]): Run => ({
  schema: 1,
  id: sha256Hex(`recording ${adapter?.id ?? "base"}`),
  adapter: adapterId,
  dataset: { sha256: datasetHash(items), items: items.length },
  condition: plain,
  generator: {
    kind: "local",
    engine: "by hand",
    revision: 1,
    base: { id: "small-base", sha256: sha256Hex("small-base") },
    adapter,
    template: sha256Hex("template"),
    shape: {},
  },
  scorer: manifest.score,
  revisions: { prompt: promptRevision, scorer: scorerRevision },
  system: manifest.prompt.system!,
  counts: { items: 0, right: 0, wrong: 0, formatMisses: 0, contentRight: 0, errors: 0 },
  byDifficulty: {},
});

/** What one side answers to a row under a number of examples; null where the machinery failed. */
export type Answers = (row: Item, index: number, examples: number) => string | null;

/** A generator that replays answers to every item and training row, plainly asked and under each few-shot prompt. */
export function cityGenerator(answers: Answers, adapter: Run["generator"]["adapter"] = null): Generator {
  const recording = (rows: readonly Item[], examples: number): Recording => {
    const requests: GenerateRequest[] = requestsFor(manifest, withExamples(examples), rows, trainingRows);
    const samples = rows.map((item, i): Sample => {
      const output = answers(item, i, examples);
      return output === null
        ? {
            item: item.id,
            output: "",
            finish: "error",
            logProbabilities: [],
            score: { outcome: "error", value: 0, reason: "Out of memory." },
          }
        : {
            item: item.id,
            output,
            finish: "stop",
            logProbabilities: [-0.25, -0.5],
            score: { outcome: "wrong", value: 0 },
          };
    });
    return { run: greedyRun(adapter), requests, samples };
  };
  return recordedGenerator([0, 2, 4, 8].flatMap((k) => [recording(items, k), recording(trainingRows, k)]));
}

export const adapterIdentity = { id: adapterId, sha256: sha256Hex("weights") };
export const rightAnswer = (item: Item): string => item.answer as string;

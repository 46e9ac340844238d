import {
  datasetHash,
  hashOf,
  LocoError,
  promptRevision,
  runSchema,
  type AdapterManifest,
  type Condition,
  type GenerationTiming,
  type Item,
  type JsonValue,
  type Run,
  type Sample,
  type SampleTiming,
  type SampleTokens,
  type SqlFixture,
} from "@locollm/core";
import { scaffoldRevision } from "../conditions/frame-question.ts";
import { examplesOf, requestsFor } from "../conditions/requests.ts";
import { scorerRevision, type Scorer } from "../scorers/scorer.ts";
import { answerByLikelihood } from "./answer-by-likelihood.ts";
import { answerItems, type AnswerPart } from "./answer-items.ts";
import type { CollectOptions } from "./collect-answers.ts";
import { countByDifficulty, countSamples } from "./count-samples.ts";
import { scoreParts } from "./score-parts.ts";

export interface EvaluateOptions extends CollectOptions {
  /** `<semester>/<adapter>`: whose dataset this is, also when the base answers it. */
  readonly adapterId: string;
  readonly manifest: AdapterManifest;
  readonly items: readonly Item[];
  readonly condition: Condition;
  /** Where the condition's examples are looked up. */
  readonly trainingRows?: readonly Item[];
  readonly scorer: Scorer;
  /** What the sql scorer runs queries on; part of the run's identity. */
  readonly fixture?: SqlFixture | null | undefined;
}

export interface Evaluation {
  readonly run: Run;
  /** In the items' order; the same bytes whenever the same run is evaluated again. */
  readonly samples: readonly Sample[];
  readonly timings: readonly SampleTiming[];
  /** The texts behind the samples' log-probabilities. */
  readonly tokens: readonly SampleTokens[];
}

/**
 * Asks every item under one condition and scores the answers. What the cache holds is not computed again, so an interrupted
 * evaluation goes on where it was and ends with the same samples as an unbroken one.
 *
 * @throws LocoError `no-items`, `repeated-item`, `example-missing`, `likelihood-needs-one-answer`; the signal's reason when aborted
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { items, condition, manifest, scorer } = options;
  checkItems(options.adapterId, items);
  const { scaffold } = condition;
  const requests = requestsFor(manifest, condition, items, options.trainingRows);
  const { score } = manifest;
  const answers =
    score.scorer === "choice" && score.by === "likelihood"
      ? await answerByLikelihood(requests, scaffold, score, options)
      : await answerItems(requests, scaffold, options);
  // All at once, because a scorer may work on several cores.
  const samples = await Promise.all(items.map((item, i) => scoreParts(item, answers[i]!, scaffold, scorer)));
  return {
    run: { ...runOf(options), counts: countSamples(samples), byDifficulty: countByDifficulty(samples) },
    samples,
    timings: items.flatMap((item, i) => timingOf(item, answers[i]!)),
    tokens: samples.flatMap((sample, i) => tokensOf(sample, answers[i]!)),
  };
}

/** A run's identity without its counts; its id is the hash of everything that can change an output or a score. */
function runOf(options: EvaluateOptions): Omit<Run, "counts" | "byDifficulty"> {
  const { manifest, condition, items, generator, fixture, trainingRows = [] } = options;
  const examples = examplesOf(condition, trainingRows);
  const identity = {
    schema: 1 as const,
    adapter: options.adapterId,
    dataset: { sha256: datasetHash(items), items: items.length },
    condition,
    generator: runSchema.shape.generator.parse(generator.identity),
    scorer: manifest.score,
    revisions: {
      prompt: promptRevision,
      scorer: scorerRevision,
      ...(!["plain", "few-shot"].includes(condition.scaffold.kind) && { scaffold: scaffoldRevision }),
    },
    system: manifest.prompt.system ?? null,
    ...(examples.length > 0 && { examples: datasetHash(examples) }),
    ...(fixture !== null && fixture !== undefined && { fixture: hashOf(fixture as JsonValue) }),
  };
  const { schema, ...rest } = identity;
  // The wave is no field of its own: its width is in the generator's shape where it can change a byte.
  return { schema, id: hashOf(identity as unknown as JsonValue), ...rest };
}

/** What all parts of an item cost together. */
function timingOf(item: Item, parts: readonly AnswerPart[]): SampleTiming[] {
  const answered = parts.flatMap(({ answer }) => (answer.kind === "answer" ? [answer] : []));
  if (answered.length < parts.length) return [];
  const sum = (count: (timing: GenerationTiming) => number) =>
    answered.reduce((total, { generation }) => total + count(generation.timing), 0);
  return [
    {
      item: item.id,
      cached: answered.every(({ cached }) => cached),
      promptTokens: sum((timing) => timing.promptTokens),
      cachedPromptTokens: sum((timing) => timing.cachedPromptTokens),
      generatedTokens: sum((timing) => timing.generatedTokens),
      milliseconds: sum((timing) => timing.milliseconds),
    },
  ];
}

/** The tokens of the part that became the sample's output; none where the machinery failed. */
function tokensOf({ item, output, logProbabilities }: Sample, parts: readonly AnswerPart[]): SampleTokens[] {
  for (const { answer } of parts) {
    if (answer.kind === "failure" || answer.generation.text !== output) continue;
    const { tokens } = answer.generation;
    if (tokens.length === logProbabilities.length) return [{ item, tokens: tokens.map(({ text }) => text) }];
  }
  return [];
}

function checkItems(adapter: string, items: readonly Item[]): void {
  const fix = `Look at data/eval.jsonl: loco check ${adapter}`;
  if (items.length === 0) {
    throw new LocoError({
      code: "no-items",
      message: `${adapter} has no items to evaluate.`,
      fix,
      fields: { adapter },
    });
  }
  const ids = new Set<string>();
  for (const { id } of items) {
    if (ids.has(id)) {
      const message = `${adapter} has two items with the id ${id}.`;
      throw new LocoError({ code: "repeated-item", message, fix, fields: { adapter, item: id } });
    }
    ids.add(id);
  }
}

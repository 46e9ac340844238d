import type { Condition, Counts, JsonValue, Sample, Score } from "@locollm/core";
import { exportedItems, targetText, type ExportedItem, type RunToExport } from "./exported-run.ts";

export interface InspectLogOptions {
  /** When the run was written, ISO 8601 with zone: runs hold no times, and Inspect sorts logs by this one. */
  readonly created: string;
  /** Said in the log's metadata beside the model's answers. */
  readonly notice: string;
}

/**
 * A run as an Inspect evaluation log (inspect_ai, log version 2, JSON format). Scores are C and I, or the value of a
 * graded scorer. An item that the machinery failed on has an error and no score: accuracy, the share right, and mean,
 * of the values, leave it out.
 */
export function inspectLog(
  exported: RunToExport,
  { created, notice }: InspectLogOptions,
): { [key: string]: JsonValue } {
  const { run } = exported;
  const { scorer } = run.scorer;
  const { base, adapter, engine } = run.generator;
  const model = `locollm/${base.id}${adapter === null ? "" : `+${adapter.id.replace("/", ".")}`}`;
  const items = exportedItems(exported);
  const right = run.counts.items === run.counts.errors ? 0 : run.counts.right / (run.counts.items - run.counts.errors);
  const values = items.flatMap(({ sample }) => (sample.score.outcome === "error" ? [] : [sample.score.value]));
  const { sampling } = run.condition;
  return {
    version: 2,
    status: "success",
    eval: {
      eval_id: run.id.slice(0, 22),
      run_id: run.id.slice(22, 44),
      task_id: run.dataset.sha256.slice(0, 22),
      created,
      task: run.adapter,
      task_version: 0,
      dataset: {
        name: run.adapter,
        samples: run.dataset.items,
        sample_ids: items.map(({ item }) => item.id),
        shuffled: false,
      },
      solver: run.condition.scaffold.kind,
      model,
      model_generate_config: generateConfig(run.condition),
      config: { epochs: 1 },
      packages: {},
      scorers: [{ name: scorer, metrics: [{ name: "accuracy" }, { name: "mean" }, { name: "stderr" }] }],
      metadata: { notice, engine, run: run.id, condition: run.condition, counts: counted(run.counts) },
    },
    plan: {
      name: "plan",
      steps: [{ solver: run.condition.scaffold.kind, params: {} }],
      config: { max_tokens: sampling.maxTokens, temperature: sampling.temperature },
    },
    results: {
      total_samples: items.length,
      completed_samples: values.length,
      scores: [
        {
          name: scorer,
          scorer,
          scored_samples: values.length,
          unscored_samples: items.length - values.length,
          params: {},
          metrics: {
            accuracy: { name: "accuracy", value: right, params: {} },
            mean: { name: "mean", value: mean(values), params: {} },
            stderr: { name: "stderr", value: standardError(values), params: {} },
          },
        },
      ],
    },
    stats: { started_at: created, completed_at: created, model_usage: {} },
    samples: items.map((one) => inspectSample(one, model, scorer)),
  };
}

function inspectSample({ item, sample, request, timing }: ExportedItem, model: string, scorer: string): JsonValue {
  const input = request.messages.map(({ role, content }) => ({ role, content }));
  const answer = { role: "assistant", content: sample.output, source: "generate", model };
  const { score } = sample;
  return {
    id: item.id,
    epoch: 1,
    input,
    target: targetText(item),
    messages: [...input, answer],
    output: {
      model,
      choices: [{ message: answer, stop_reason: stopReasons[sample.finish] }],
      completion: sample.output,
      ...(timing === undefined ? {} : { usage: usage(timing.promptTokens, timing.generatedTokens) }),
    },
    scores: score.outcome === "error" ? {} : { [scorer]: inspectScore(score) },
    metadata: {
      ...(item.difficulty === undefined ? {} : { difficulty: item.difficulty }),
      ...(item.tags === undefined ? {} : { tags: item.tags }),
      ...(item.source === undefined ? {} : { source: item.source }),
      logProbabilities: sample.logProbabilities,
      ...(sample.parts === undefined ? {} : { parts: sample.parts as unknown as JsonValue }),
    },
    store: {},
    events: [],
    model_usage: {},
    attachments: {},
    ...(score.outcome === "error" ? { error: { message: score.reason ?? "", traceback: "", traceback_ansi: "" } } : {}),
  };
}

function inspectScore({ outcome, value, extracted, contentRight, reason }: Score): JsonValue {
  return {
    value: value === 1 ? "C" : value === 0 ? "I" : value,
    ...(extracted === undefined
      ? {}
      : { answer: typeof extracted === "string" ? extracted : JSON.stringify(extracted) }),
    ...(reason === undefined ? {} : { explanation: reason }),
    metadata: { outcome, ...(contentRight === undefined ? {} : { contentRight }) },
  };
}

const stopReasons: Readonly<Record<Sample["finish"], string>> = {
  stop: "stop",
  length: "max_tokens",
  error: "unknown",
};

function generateConfig({ sampling }: Condition): JsonValue {
  return {
    max_tokens: sampling.maxTokens,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    seed: sampling.seed,
  };
}

function usage(input: number, output: number): JsonValue {
  return { input_tokens: input, output_tokens: output, total_tokens: input + output };
}

function counted(counts: Counts): JsonValue {
  return { ...counts };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean, with n - 1 in the variance, as Inspect computes it. */
function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

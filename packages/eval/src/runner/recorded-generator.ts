import {
  hashOf,
  LocoError,
  type Generation,
  type GenerationResult,
  type Generator,
  type GenerateRequest,
  type JsonValue,
  type Run,
  type Sample,
  type SamplePart,
  type SampleTiming,
} from "@locollm/core";
import { partRequests } from "./answer-items.ts";

/** A run as it was written, with the requests that it answered (`requestsFor` of its condition), in the samples' order. */
export interface Recording {
  readonly run: Run;
  readonly samples: readonly Sample[];
  readonly requests: readonly GenerateRequest[];
  readonly timings?: readonly SampleTiming[];
}

const noTiming = { promptTokens: 0, cachedPromptTokens: 0, generatedTokens: 0, milliseconds: 0 };

/**
 * A generator that replays recorded runs of one base and adapter: scoring and reports can be repeated where the weights are not. It
 * answers by what is asked, never by the item's name; a question that was not recorded fails with `not-recorded`. A run keeps no
 * token's text, so the first token of an answer carries all of it.
 *
 * @throws LocoError `no-recording`; from `score`, `recording-cannot-score`
 */
export function recordedGenerator(recordings: readonly Recording[]): Generator {
  const [first] = recordings;
  if (first === undefined) {
    throw new LocoError({
      code: "no-recording",
      message: "There is no recorded run to replay.",
      fix: "Evaluate first: loco eval <adapter>",
    });
  }
  const results = new Map<string, GenerationResult>();
  for (const { run, samples, requests, timings = [] } of recordings) {
    const timingOf = new Map(timings.map((timing) => [timing.item, timing]));
    for (const [i, sample] of samples.entries()) {
      // A vote's and a loop's parts were timed together, so that their times are not known one by one.
      const timing = sample.parts === undefined ? timingOf.get(sample.item) : undefined;
      const parts = sample.parts ?? [sample];
      for (const [k, asked] of partRequests(requests[i]!, run.condition.scaffold, parts).entries())
        results.set(keyOf(asked), resultOf(sample, parts[k]!, timing));
    }
  }
  const { generator } = first.run;
  const runs = recordings.map(({ run }) => run.id);
  return {
    identity: { ...generator, kind: "recorded", shape: { runs: hashOf(runs) } },
    wave: 1,
    async *generate(requests, { signal, onToken } = {}) {
      for (const request of requests) {
        signal?.throwIfAborted();
        const recorded = results.get(keyOf(request));
        if (recorded !== undefined && "text" in recorded) onToken?.(request.id, recorded.text);
        yield recorded === undefined ? { id: request.id, error: notRecorded } : { ...recorded, id: request.id };
      }
    },
    async score() {
      throw new LocoError({
        code: "recording-cannot-score",
        message: "A recorded run holds answers only; it cannot score other texts.",
        fix: "Use the base itself: loco base fetch",
      });
    },
    async [Symbol.asyncDispose]() {},
  };
}

const notRecorded = { code: "not-recorded", message: "The recorded run does not hold this question." };

function keyOf({ messages, sampling }: GenerateRequest): string {
  return hashOf({ messages, sampling } as unknown as JsonValue);
}

function resultOf({ item: id, score }: Sample, part: SamplePart, timing: SampleTiming | undefined): GenerationResult {
  const { output: text, finish, logProbabilities } = part;
  if (finish === "error")
    return { id, error: { code: "recorded-failure", message: score.reason ?? "The machinery failed." } };
  const tokens: Generation["tokens"] = logProbabilities.map((logProbability, i) => ({
    text: i === 0 ? text : "",
    logProbability,
  }));
  const { promptTokens, cachedPromptTokens, generatedTokens, milliseconds } = timing ?? noTiming;
  return { id, text, tokens, finish, timing: { promptTokens, cachedPromptTokens, generatedTokens, milliseconds } };
}

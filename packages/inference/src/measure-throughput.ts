import type { GenerateRequest } from "@locollm/core";
import type { OpenBase } from "./open-base.ts";

/** What a base does on this machine, all lanes together. */
export interface MeasuredThroughput {
  readonly promptTokensPerSecond: number;
  readonly generatedTokensPerSecond: number;
  /** Answers in flight. */
  readonly lanes: number;
}

const lanes = 16;
const steps = 9;

/**
 * Measures a base by running it: 16 prompts are read once with one token each to answer, once with nine more. Takes
 * about as long as ten answers.
 */
export async function measureThroughput(base: OpenBase, signal?: AbortSignal): Promise<MeasuredThroughput> {
  const generator = base.generator({ width: lanes });
  const requests = (maxTokens: number): GenerateRequest[] =>
    Array.from({ length: lanes }, (_, index) => ({
      id: String(index),
      messages: [
        { role: "user", content: `Count from ${index + 1} to one hundred in words, and leave none of them out.` },
      ],
      sampling: { temperature: 0, topP: 1, seed: 0, maxTokens },
    }));
  const run = async (maxTokens: number) => {
    const started = performance.now();
    let promptTokens = 0;
    let generatedTokens = 0;
    for await (const result of generator.generate(requests(maxTokens), { signal })) {
      if ("error" in result) continue;
      promptTokens += result.timing.promptTokens - result.timing.cachedPromptTokens;
      generatedTokens += result.timing.generatedTokens;
    }
    return { seconds: (performance.now() - started) / 1000, promptTokens, generatedTokens };
  };
  // The first run also makes the context and touches the weights.
  await run(1);
  const reading = await run(1);
  const both = await run(1 + steps);
  const seconds = both.seconds - reading.seconds;
  return {
    lanes,
    promptTokensPerSecond: reading.promptTokens / reading.seconds,
    // Where other programs made the first run the slower one, the whole second run is the best that is known.
    generatedTokensPerSecond:
      seconds > both.seconds / 10
        ? (both.generatedTokens - reading.generatedTokens) / seconds
        : both.generatedTokens / both.seconds,
  };
}

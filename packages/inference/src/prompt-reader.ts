import type { GenerateRequest } from "@locollm/core";
import { prefillChunk, type Lanes, type Pick } from "./lanes.ts";
import type { NativeSampler } from "./native-context.ts";
import type { TokenisedPrompt } from "./tokenised-prompt.ts";

export interface PreparedRequest {
  readonly request: GenerateRequest;
  readonly prompt: TokenisedPrompt;
}

/** An answer whose prompt has been read and whose first token is picked. */
export interface BegunAnswer {
  readonly prepared: PreparedRequest;
  readonly sampler: NativeSampler | null;
  /** When its prompt began to be read, in milliseconds of `performance.now()`. */
  readonly started: number;
  readonly cachedPromptTokens: number;
  readonly position: number;
  readonly first: Pick;
}

export interface PromptReader {
  /** Begins answers in a lane and in at most `free - 1` lanes after it; none when all have begun. */
  next(lane: number, free: number): Promise<BegunAnswer[]>;
}

/**
 * Reads prompts in the given order: neighbours of one prefix and of equal length in one batch if `together`, each other
 * one alone in its lane.
 */
export function promptReader(
  lanes: Lanes,
  prepared: readonly PreparedRequest[],
  together: boolean,
  newSampler: () => NativeSampler,
): PromptReader {
  const queue = [...prepared];
  const staged: { readonly slot: number; readonly begun: BegunAnswer }[] = [];
  return {
    async next(lane, free) {
      if (staged.length === 0 && queue.length > 0) {
        const size = together ? groupSize(queue, lanes.staged) : 1;
        if (size === 1) return [await readAlone(lane, queue.shift()!)];
        // To read a group where it will be decoded spares its copies.
        if (free >= size) return readTogether(lane, queue.splice(0, size));
        const group = await readTogether(lanes.stagedSequence(0), queue.splice(0, size));
        staged.push(...group.map((begun, slot) => ({ slot, begun })));
      }
      const next = staged.shift();
      if (next === undefined) return [];
      await lanes.unstage(next.slot, lane);
      return [next.begun];
    },
  };

  async function readAlone(lane: number, one: PreparedRequest): Promise<BegunAnswer> {
    const started = performance.now();
    const { prompt } = one;
    const cachedPromptTokens = await lanes.startLane(lane, prompt.prefixKey, prompt.prefix);
    const sampler = samplerOf(one.request);
    let first: Pick | undefined;
    await lanes.read(lane, prompt.prefix.length, prompt.rest, [prompt.rest.length - 1], async (_, logits) => {
      first = await pick(lane, logits, sampler);
    });
    return { prepared: one, sampler, started, cachedPromptTokens, position: positionAfter(prompt), first: first! };
  }

  async function readTogether(firstSequence: number, group: readonly PreparedRequest[]): Promise<BegunAnswer[]> {
    const started = performance.now();
    const read = await lanes.readTogether(
      firstSequence,
      group.map(({ prompt }) => prompt),
    );
    return Promise.all(
      read.map(async ({ logits, cachedTokens }, index) => {
        const one = group[index]!;
        const sampler = samplerOf(one.request);
        const first = await pick(index, logits, sampler);
        const position = positionAfter(one.prompt);
        return { prepared: one, sampler, started, cachedPromptTokens: cachedTokens, position, first };
      }),
    );
  }

  function samplerOf({ sampling: { temperature, topP, seed } }: GenerateRequest): NativeSampler | null {
    if (temperature <= 0) return null;
    const sampler = newSampler();
    sampler.applyConfig({ temperature, topP, seed });
    return sampler;
  }

  function pick(lane: number, logits: number, sampler: NativeSampler | null): Promise<Pick> {
    return sampler === null ? lanes.pick(lane, logits) : lanes.pickWith(lane, logits, sampler);
  }
}

const positionAfter = ({ prefix, rest }: TokenisedPrompt): number => prefix.length + rest.length;

/** How many prompts at the head of a queue can be read in one batch: neighbours of one prefix and of equal length. */
export function groupSize(queue: readonly PreparedRequest[], staged: number): number {
  const head = queue[0]!.prompt;
  const length = head.rest.length;
  const most = length < 2 ? 1 : Math.min(staged, Math.floor(prefillChunk / length));
  let size = 1;
  while (size < most && size < queue.length) {
    const { prefixKey, rest } = queue[size]!.prompt;
    if (prefixKey !== head.prefixKey || rest.length !== length) break;
    size += 1;
  }
  return size;
}

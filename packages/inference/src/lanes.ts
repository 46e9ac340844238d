import type { LlamaContext, Token } from "node-llama-cpp";
import type { TokenisedPrompt } from "./tokenised-prompt.ts";
import { nativeContext, type NativeContext, type NativeSampler } from "./native-context.ts";

/** Tokens that are computed at once while a prompt is read. */
export const prefillChunk = 256;

/**
 * Where the chunks of a prompt begin and end. None has a single token, except a prompt of one: attention over one token
 * of one sequence is split by threads too.
 */
export function prefillChunks(tokens: number): [start: number, end: number][] {
  const chunks: [number, number][] = [];
  for (let start = 0; start < tokens; start = chunks.at(-1)![1]) {
    const left = tokens - start;
    chunks.push([start, start + Math.min(left, left === prefillChunk + 1 ? prefillChunk - 1 : prefillChunk)]);
  }
  return chunks;
}

/**
 * Lanes that are decoded together. A single one gets an idle neighbour: over one sequence alone llama.cpp splits its
 * attention by threads, whose number would then decide how sums are rounded.
 */
const decodedLanes = (width: number): number => Math.max(2, width);

/** Sequences of the context that lanes need: those that are decoded together, the shared prefix, and staged prompts. */
export const laneSequences = (width: number, staged: number): number => decodedLanes(width) + 1 + staged;

/** One token that goes into a decoding step, and where. */
export interface LaneToken {
  readonly lane: number;
  readonly position: number;
  readonly token: Token;
}

/** A picked token with its natural-log probability at temperature 1. */
export interface Pick {
  readonly token: Token;
  readonly logProbability: number;
}

/**
 * `width` sequences of one context that are decoded together, always in a batch of the same shape, so that what one
 * of them says depends on itself alone. Prompts are read one at a time in chunks of `prefillChunk` tokens, or, where
 * that gives the same bytes (`rows-independent.ts`), several of equal length in one batch: in lanes beside one another, or staged until a lane is free.
 * One sequence keeps the shared prefix, from which the others start.
 */
export class Lanes {
  readonly width: number;
  /** Prompts that can be staged, at most `width`. */
  readonly staged: number;
  /** Tokens that one lane can hold. */
  readonly laneLength: number;
  readonly #native: NativeContext;
  readonly #greedy: readonly NativeSampler[];
  readonly #threads: () => number;
  readonly #decoded: number;
  readonly #prefixSequence: number;
  /** By sequence: the key of the prefix that it holds. */
  readonly #held: (string | null)[];
  #prefixKey: string | null = null;
  #prefixLength = 0;

  constructor(
    context: LlamaContext,
    { width, staged, laneLength }: { readonly width: number; readonly staged: number; readonly laneLength: number },
    newSampler: () => NativeSampler,
    threads: () => number,
  ) {
    this.#native = nativeContext(context);
    this.#threads = threads;
    this.width = width;
    this.#decoded = decodedLanes(width);
    this.#prefixSequence = this.#decoded;
    this.staged = staged;
    this.#held = Array.from({ length: laneSequences(width, staged) }, () => null);
    this.laneLength = laneLength;
    this.#greedy = Array.from({ length: width }, () => {
      const sampler = newSampler();
      sampler.applyConfig({ temperature: 0 });
      return sampler;
    });
  }

  dispose(): void {
    for (const sampler of this.#greedy) sampler.dispose();
  }

  /** Makes a lane hold the prefix and nothing else. Returns how many tokens were not computed anew. */
  startLane(lane: number, prefixKey: string, prefix: readonly Token[]): Promise<number> {
    return this.#start(lane, prefixKey, prefix);
  }

  async #start(sequence: number, prefixKey: string, prefix: readonly Token[]): Promise<number> {
    if (prefix.length > 0 && this.#held[sequence] === prefixKey && this.#rewind(sequence)) return prefix.length;
    this.#native.disposeSequence(sequence);
    this.#held[sequence] = null;
    if (prefix.length === 0) return 0;
    const known = this.#prefixKey === prefixKey && this.#prefixLength === prefix.length;
    if (!known) {
      this.#prefixKey = null;
      this.#held.fill(null);
      this.#native.disposeSequence(this.#prefixSequence);
      await this.read(this.#prefixSequence, 0, prefix, [], async () => {});
      this.#prefixKey = prefixKey;
      this.#prefixLength = prefix.length;
    }
    await this.#native.copySequenceStateFromOtherSequence(sequence, this.#prefixSequence);
    this.#held[sequence] = prefixKey;
    return known ? prefix.length : 0;
  }

  /**
   * Forgets what a sequence read after the prefix that it holds, which is cheaper than to copy the prefix again. False
   * where the prefix is no longer whole: a sliding window may have passed over it.
   */
  #rewind(sequence: number): boolean {
    return this.rewindTo(sequence, this.#prefixLength);
  }

  /** Forgets what a lane read from a position on. False where what is before it is no longer whole. */
  rewindTo(lane: number, position: number): boolean {
    return (
      this.#native.getSequenceKvCacheMinPosition(lane) === 0 &&
      this.#native.removeTokenCellsFromSequence(lane, position, -1)
    );
  }

  /**
   * Reads prompts of one prefix and of equal length in one batch, into sequences that follow one another: lanes, or from
   * `stagedSequence(0)` on. Together they have at most `prefillChunk` tokens after the prefix.
   *
   * @returns by prompt: the index of its last token's logits, and how many tokens were not computed anew
   */
  async readTogether(
    firstSequence: number,
    prompts: readonly TokenisedPrompt[],
  ): Promise<{ logits: number; cachedTokens: number }[]> {
    const cached: number[] = [];
    for (const [index, { prefixKey, prefix }] of prompts.entries()) {
      cached.push(await this.#start(firstSequence + index, prefixKey, prefix));
    }
    const length = prompts[0]!.rest.length;
    this.#native.initBatch(prompts.length * length);
    const last = Uint32Array.of(length - 1);
    const logits = prompts.map(({ prefix, rest }, index) =>
      this.#native.addToBatch(firstSequence + index, prefix.length, Uint32Array.from(rest), last),
    );
    await this.#decode();
    return prompts.map((_, index) => ({ logits: logits[index]![0]!, cachedTokens: cached[index]! }));
  }

  /** Makes a lane hold what is staged in a slot. */
  async unstage(slot: number, lane: number): Promise<void> {
    const sequence = this.stagedSequence(slot);
    this.#native.disposeSequence(lane);
    await this.#native.copySequenceStateFromOtherSequence(lane, sequence);
    this.#held[lane] = this.#held[sequence]!;
  }

  stagedSequence(slot: number): number {
    return this.#prefixSequence + 1 + slot;
  }

  /** Reads tokens into a lane, alone, and hands over each wanted index of them while its logits are there. */
  async read(
    lane: number,
    position: number,
    tokens: readonly Token[],
    wanted: readonly number[],
    onLogits: (wanted: number, logitIndex: number) => Promise<void>,
  ): Promise<void> {
    for (const [start, end] of prefillChunks(tokens.length)) {
      const inChunk = wanted.filter((index) => index >= start && index < end);
      this.#native.initBatch(end - start);
      const logits = this.#native.addToBatch(
        lane,
        position + start,
        Uint32Array.from(tokens.slice(start, end)),
        Uint32Array.from(inChunk.map((index) => index - start)),
      );
      await this.#decode();
      for (const [i, index] of inChunk.entries()) await onLogits(index, logits[i]!);
    }
  }

  /**
   * Decodes one token in each given lane; idle lanes are filled so that the batch keeps its shape. The lanes follow one
   * another by number: llama.cpp computes together only sequences whose numbers do, and would cut any other order into
   * smaller batches.
   *
   * @returns the index of each given lane's logits
   */
  async step(live: readonly LaneToken[]): Promise<number[]> {
    const given = new Map(live.map((one) => [one.lane, one]));
    const logits = new Map<number, number>();
    this.#native.initBatch(this.#decoded);
    const first = Uint32Array.of(0);
    for (let lane = 0; lane < this.#decoded; lane++) {
      const one = given.get(lane);
      if (one === undefined) this.#idle(lane);
      const { position, token } = one ?? { position: 0, token: live[0]!.token };
      logits.set(lane, this.#native.addToBatch(lane, position, Uint32Array.of(token), first)[0]!);
    }
    await this.#decode();
    return live.map(({ lane }) => logits.get(lane)!);
  }

  #idle(lane: number): void {
    this.#native.disposeSequence(lane);
    this.#held[lane] = null;
  }

  async #decode(): Promise<void> {
    this.#native.setThreads(this.#threads());
    await this.#native.decodeBatch();
  }

  /** The likeliest token, with the sampler of a lane, or of a slot while no lane picks. */
  async pick(lane: number, logitIndex: number): Promise<Pick> {
    const [token, , , , weight] = await this.#sample(logitIndex, this.#greedy[lane]!);
    // The weights are summed relative to the largest, which is the picked token's.
    return { token: token as Token, logProbability: -Math.log(weight) };
  }

  /** A token picked by the given sampler; its probability is still the model's own, at temperature 1. */
  async pickWith(lane: number, logitIndex: number, sampler: NativeSampler): Promise<Pick> {
    const [token] = await this.#sample(logitIndex, sampler);
    return { token: token as Token, logProbability: await this.logProbability(lane, logitIndex, token as Token) };
  }

  /** The natural-log probability of a given token. */
  async logProbability(lane: number, logitIndex: number, token: Token): Promise<number> {
    const [best, , , pairs, weight] = await this.#sample(logitIndex, this.#greedy[lane]!, [token]);
    const logitOf = (wanted: number) => {
      for (let i = 0; i < (pairs?.length ?? 0); i += 2) if (pairs![i] === wanted) return pairs![i + 1]!;
      return Number.NaN;
    };
    return logitOf(token) - logitOf(best) - Math.log(weight);
  }

  #sample(logitIndex: number, sampler: NativeSampler, tokens?: readonly Token[]) {
    // Wanting no logits spares a copy of the whole vocabulary's.
    const logits = tokens === undefined ? false : ([tokens, false, false, true, 0] as const);
    return this.#native.sampleToken(logitIndex, sampler, false, false, logits, true);
  }
}

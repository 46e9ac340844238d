import type { LlamaContext, Token } from "node-llama-cpp";
import { nativeContext, type NativeContext, type NativeSampler } from "./native-context.ts";

/** Tokens that are computed at once while a prompt is read. */
export const prefillChunk = 256;

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
 * of them says depends on itself alone. Prompts are read one at a time in chunks of `prefillChunk` tokens; sequence
 * number `width` keeps the shared prefix, from which the others start.
 */
export class Lanes {
  readonly width: number;
  /** Tokens that one lane can hold. */
  readonly laneLength: number;
  readonly #native: NativeContext;
  readonly #greedy: readonly NativeSampler[];
  readonly #threads: () => number;
  #prefixKey: string | null = null;
  #prefixLength = 0;

  constructor(
    context: LlamaContext,
    width: number,
    laneLength: number,
    newSampler: () => NativeSampler,
    threads: () => number,
  ) {
    this.#native = nativeContext(context);
    this.#threads = threads;
    this.width = width;
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
  async startLane(lane: number, prefixKey: string, prefix: readonly Token[]): Promise<number> {
    this.#native.disposeSequence(lane);
    if (prefix.length === 0) return 0;
    const known = this.#prefixKey === prefixKey && this.#prefixLength === prefix.length;
    if (!known) {
      this.#prefixKey = null;
      this.#native.disposeSequence(this.width);
      await this.#read(this.width, 0, prefix, []);
      this.#prefixKey = prefixKey;
      this.#prefixLength = prefix.length;
    }
    await this.#native.copySequenceStateFromOtherSequence(lane, this.width);
    return known ? prefix.length : 0;
  }

  /** Reads tokens into a lane, alone, and hands over each wanted index of them while its logits are there. */
  async read(
    lane: number,
    position: number,
    tokens: readonly Token[],
    wanted: readonly number[],
    onLogits: (wanted: number, logitIndex: number) => Promise<void>,
  ): Promise<void> {
    for (let start = 0; start < tokens.length; start += prefillChunk) {
      const chunk = tokens.slice(start, start + prefillChunk);
      const inChunk = wanted.filter((index) => index >= start && index < start + chunk.length);
      const logits = await this.#read(
        lane,
        position + start,
        chunk,
        inChunk.map((index) => index - start),
      );
      for (const [i, index] of inChunk.entries()) await onLogits(index, logits[i]!);
    }
  }

  async #read(
    lane: number,
    position: number,
    tokens: readonly Token[],
    wanted: readonly number[],
  ): Promise<Uint32Array> {
    let logits = new Uint32Array();
    for (let start = 0; start < tokens.length; start += prefillChunk) {
      const chunk = tokens.slice(start, start + prefillChunk);
      this.#native.initBatch(chunk.length);
      logits = Uint32Array.from(
        this.#native.addToBatch(lane, position + start, Uint32Array.from(chunk), Uint32Array.from(wanted)),
      );
      await this.#decode();
    }
    return logits;
  }

  /** Decodes one token in each given lane; idle lanes are filled so that the batch keeps its shape. */
  async step(live: readonly LaneToken[]): Promise<number[]> {
    const busy = new Set(live.map(({ lane }) => lane));
    const idle = Array.from({ length: this.width }, (_, lane) => lane).filter((lane) => !busy.has(lane));
    this.#native.initBatch(this.width);
    const first = Uint32Array.of(0);
    const logits = live.map(
      ({ lane, position, token }) => this.#native.addToBatch(lane, position, Uint32Array.of(token), first)[0]!,
    );
    for (const lane of idle) {
      this.#native.disposeSequence(lane);
      this.#native.addToBatch(lane, 0, Uint32Array.of(live[0]!.token), first);
    }
    await this.#decode();
    return logits;
  }

  async #decode(): Promise<void> {
    this.#native.setThreads(this.#threads());
    await this.#native.decodeBatch();
  }

  /** The likeliest token. */
  async pick(lane: number, logitIndex: number): Promise<Pick> {
    const [token, , , , weight] = await this.#sample(logitIndex, this.#greedy[lane]!, []);
    // The weights are summed relative to the largest, which is the picked token's.
    return { token: token as Token, logProbability: -Math.log(weight) };
  }

  /** A token picked by the given sampler; its probability is still the model's own, at temperature 1. */
  async pickWith(lane: number, logitIndex: number, sampler: NativeSampler): Promise<Pick> {
    const [token] = await this.#sample(logitIndex, sampler, []);
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

  #sample(logitIndex: number, sampler: NativeSampler, tokens: readonly Token[]) {
    return this.#native.sampleToken(logitIndex, sampler, false, false, [tokens, false, false, true, 0], true);
  }
}

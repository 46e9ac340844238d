import type { Llama, LlamaContext, LlamaModel } from "node-llama-cpp";

/**
 * What we use of node-llama-cpp's own binding (3.22.1, pinned exactly). Its public sequences decide by themselves
 * which tokens share a batch, so that an answer's bytes depend on its neighbours; here every batch is ours.
 */
export interface NativeContext {
  initBatch(size: number): void;
  /** Returns the batch's index of each token whose logits are wanted. */
  addToBatch(sequence: number, position: number, tokens: Uint32Array, wanted: Uint32Array): Uint32Array;
  decodeBatch(): Promise<void>;
  sampleToken(
    index: number,
    sampler: NativeSampler,
    probabilities: false,
    confidence: false,
    logits: readonly [tokens: readonly number[], highest: false, lowest: false, selected: true, top: 0] | false,
    totalLogitWeight: true,
  ): Promise<
    [
      token: number,
      probabilities: undefined,
      confidence: undefined,
      logits: number[] | undefined,
      totalLogitWeight: number,
    ]
  >;
  setThreads(threads: number): void;
  disposeSequence(sequence: number): void;
  /** Removes positions from `start` to before `end`; -1 is the last. False where the cache cannot do that. */
  removeTokenCellsFromSequence(sequence: number, start: number, end: number): boolean;
  getSequenceKvCacheMinPosition(sequence: number): number;
  copySequenceStateFromOtherSequence(target: number, source: number): Promise<number>;
}

export interface NativeSampler {
  applyConfig(config: { temperature: number; topP?: number; seed?: number }): void;
  dispose(): void;
}

export function nativeContext(context: LlamaContext): NativeContext {
  return (context as unknown as { _ctx: NativeContext })._ctx;
}

/** A sampler holds scratch memory, so two tokens must never be picked with one at the same time. */
export function nativeSampler(llama: Llama, model: LlamaModel): NativeSampler {
  const { AddonSampler } = (llama as unknown as { _bindings: { AddonSampler: new (model: unknown) => NativeSampler } })
    ._bindings;
  return new AddonSampler((model as unknown as { _model: unknown })._model);
}

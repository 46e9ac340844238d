import type { Llama, LlamaModel } from "node-llama-cpp";
import { freeCores } from "./free-cores.ts";
import { Lanes, laneSequences, prefillChunk } from "./lanes.ts";
import { nativeSampler } from "./native-context.ts";

export interface LaneShape {
  /** Path of the adapter's weights, named by their content; null for the base alone. */
  readonly lora: string | null;
  readonly width: number;
  /** Tokens that each lane must hold. */
  readonly laneLength: number;
  /** Prompts that can be read ahead of the lanes, in one batch. */
  readonly staged: number;
}

interface PooledLanes {
  readonly shape: LaneShape;
  readonly lanes: Lanes;
  readonly bytes: number;
  readonly close: () => Promise<void>;
  used: number;
  inUse: boolean;
}

export interface LanePool {
  /** Runs `work` with lanes of at least this shape, which nobody else uses meanwhile. */
  use<Result>(shape: LaneShape, work: (lanes: Lanes) => Promise<Result>): Promise<Result>;
  /** Takes lanes until they are given back. */
  take(shape: LaneShape): Promise<{ readonly lanes: Lanes; readonly giveBack: () => void }>;
  /** Key-value memory of one token in one lane. */
  readonly bytesPerToken: number;
  /** Bytes of key-value memory that the open contexts hold. */
  readonly bytes: number;
  close(): Promise<void>;
}

/**
 * Contexts by adapter. A LoRA is fixed when a context is made, so each adapter has its own; when together they
 * would hold more than `maxBytes`, those that were idle longest are closed first. LoRA weights themselves stay in
 * memory until the base is closed.
 *
 * @param bytesPerToken key-value memory of one token in one lane
 */
export function openLanePool(
  llama: Llama,
  model: LlamaModel,
  options: { readonly threads: number; readonly bytesPerToken: number; readonly maxBytes: number },
): LanePool {
  const pool: PooledLanes[] = [];
  const threads = freeCores(options.threads);
  let clock = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const total = () => pool.reduce((sum, entry) => sum + entry.bytes, 0);

  /** Contexts are made and closed one after the other, so that the bound holds at every moment. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = queue.then(work, work);
    queue = next.catch(() => {});
    return next;
  };

  async function open(shape: LaneShape): Promise<PooledLanes> {
    const laneLength = Math.ceil(shape.laneLength / 256) * 256;
    const bytes = laneSequences(shape.width, shape.staged) * laneLength * options.bytesPerToken;
    const idle = pool.filter((entry) => !entry.inUse).sort((a, b) => a.used - b.used);
    for (const entry of idle) {
      // Longer lanes for the same serve whatever the shorter ones did.
      const superseded = entry.shape.lora === shape.lora && entry.shape.width === shape.width;
      if (!superseded && total() + bytes <= options.maxBytes) continue;
      pool.splice(pool.indexOf(entry), 1);
      await entry.close();
    }
    const context = await model.createContext({
      sequences: laneSequences(shape.width, shape.staged),
      contextSize: laneLength,
      batchSize: Math.max(prefillChunk, shape.width),
      threads: options.threads,
      flashAttention: true,
      ...(shape.lora === null ? {} : { lora: shape.lora }),
    });
    const lanes = new Lanes(context, { ...shape, laneLength }, () => nativeSampler(llama, model), threads);
    const close = async () => {
      lanes.dispose();
      await context.dispose();
    };
    const entry: PooledLanes = { shape: { ...shape, laneLength }, lanes, bytes, close, used: 0, inUse: true };
    pool.push(entry);
    return entry;
  }

  const take: LanePool["take"] = (shape) =>
    inTurn(async () => {
      const fits = (entry: PooledLanes) =>
        !entry.inUse &&
        entry.shape.lora === shape.lora &&
        entry.shape.width === shape.width &&
        entry.shape.staged >= shape.staged &&
        entry.shape.laneLength >= shape.laneLength;
      const entry = pool.find(fits) ?? (await open(shape));
      entry.inUse = true;
      return {
        lanes: entry.lanes,
        giveBack() {
          entry.used = ++clock;
          entry.inUse = false;
        },
      };
    });

  return {
    take,
    async use(shape, work) {
      const { lanes, giveBack } = await take(shape);
      try {
        return await work(lanes);
      } finally {
        giveBack();
      }
    },
    bytesPerToken: options.bytesPerToken,
    get bytes() {
      return total();
    },
    close: () =>
      inTurn(async () => {
        for (const entry of pool.splice(0)) await entry.close();
      }),
  };
}

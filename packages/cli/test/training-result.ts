import { readFile } from "node:fs/promises";
import path from "node:path";
import { lockSchema, type JsonValue } from "@locollm/core";
import { readGguf, readTensorValues } from "@locollm/store";
import { unpermuteHeads } from "@locollm/trainer";

export interface PeftTensor {
  readonly name: string;
  readonly dtype?: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A safetensors file. */
export function safetensors(tensors: readonly PeftTensor[], metadata: Readonly<Record<string, string>>): Buffer {
  let end = 0;
  const header: Record<string, JsonValue> = { __metadata__: { ...metadata } };
  for (const { name, dtype = "F32", shape, values } of tensors)
    header[name] = { dtype, shape: [...shape], data_offsets: [end, (end += values.byteLength)] };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...tensors.map(({ values }) => Buffer.from(values.buffer))]);
}

/** What a bundle's script says of the plan that it trains. */
export async function bundledOrigin(script: string): Promise<Record<string, JsonValue>> {
  const [, bundle = ""] = /^BUNDLE = r'''\n([^']*)\n'''$/m.exec(await readFile(script, "utf8")) ?? [];
  return (JSON.parse(bundle) as { origin: Record<string, JsonValue> }).origin;
}

const part = {
  attn_q: "q",
  attn_k: "k",
  attn_v: "v",
  attn_output: "o",
  ffn_gate: "gate",
  ffn_up: "up",
  ffn_down: "down",
};

/** An adapter's committed weights as PEFT saved them, and what training noted beside them. */
export async function trainedBefore(folder: string, base: string) {
  const lock = lockSchema.parse(JSON.parse(await readFile(path.join(folder, "locks", `${base}.json`), "utf8")));
  const gguf = readGguf(path.join(folder, "weights", `${base}.gguf`));
  const tensors = gguf.tensors.map((tensor): PeftTensor => {
    const [, block, layer = "", side = ""] = /^blk\.(\d+)\.(\w+)\.weight\.lora_([ab])$/.exec(tensor.name) ?? [];
    const target = part[layer as keyof typeof part];
    const [columns = 0, rows = 0] = tensor.dims;
    // The base's nine heads, three of them for keys, stand in llama.cpp's order.
    const heads = side === "b" ? { q: 9, k: 3 }[target] : undefined;
    const values = Float32Array.from(readTensorValues(gguf, tensor));
    return {
      name: `base_model.model.model.layers.${block}.${"qkvo".includes(target) ? "self_attn" : "mlp"}.${target}_proj.lora_${side.toUpperCase()}.weight`,
      shape: [rows, columns],
      values: heads === undefined ? values : unpermuteHeads(values, heads, columns),
    };
  });
  const { trainer } = lock;
  const count = { rows: lock.data.train.rows, steps: 75, tokens: 1, parameters: 1, resumedAt: 0, threads: 2 };
  const started = { device: trainer.device, deviceName: "a processor", precision: trainer.precision };
  const told = {
    start: {
      event: "start",
      revision: trainer.revision,
      ...count,
      ...started,
      specialTokens: {},
      rendered: [],
      versions: trainer.versions,
      loadSeconds: 1,
    },
    done: {
      event: "done",
      steps: 75,
      tokens: 1,
      seconds: trainer.seconds,
      tokensPerSecond: trainer.tokensPerSecond,
      finalLoss: trainer.finalLoss,
      peakMemoryBytes: 0,
    },
    parity: lock.parity.map(({ id, base: ofBase, adapter, misordered }) => ({
      id,
      base: ofBase,
      adapter,
      ...(misordered === undefined ? {} : { misordered }),
    })),
    machine: { os: "Linux 6", cpu: "a processor", threads: 2, memoryBytes: 8e9, accelerator: "Tesla T4" },
  };
  return { lock, tensors, told };
}

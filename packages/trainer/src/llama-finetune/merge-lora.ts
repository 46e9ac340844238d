import { copyFile, open } from "node:fs/promises";
import { readGguf, readTensorValues } from "@locollm/store";

/**
 * A base in F32 with a LoRA added to its weights, as a file of its own: what the engine is held against. It shares no code with the
 * engine's own way of applying a LoRA, and both come from the exported file.
 *
 * @param base in F32
 * @param lora exported, in F16
 */
export async function mergeLora(base: string, lora: string, target: string): Promise<void> {
  const adapter = readGguf(lora);
  await copyFile(base, target);
  const merged = readGguf(target);
  const alpha = Number(adapter.metadata.get("adapter.lora.alpha")?.value);
  const tensors = new Map(adapter.tensors.map((tensor) => [tensor.name, tensor]));
  const file = await open(target, "r+");
  try {
    for (const weight of merged.tensors) {
      const [a, b] = ["lora_a", "lora_b"].map((side) => tensors.get(`${weight.name}.${side}`));
      if (a === undefined || b === undefined) continue;
      const [columns, rank] = a.dims as readonly [number, number];
      const [down, up, values] = [
        readTensorValues(adapter, a),
        readTensorValues(adapter, b),
        readTensorValues(merged, weight),
      ];
      const scale = alpha / rank;
      for (let row = 0; row < values.length / columns; row++)
        for (let k = 0; k < rank; k++) {
          const share = scale * up[row * rank + k]!;
          for (let column = 0; column < columns; column++)
            values[row * columns + column]! += share * down[k * columns + column]!;
        }
      await file.write(new Uint8Array(values.buffer), 0, values.byteLength, weight.offset);
    }
  } finally {
    await file.close();
  }
}

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { assemblePrompt, questionOf, targetOf, type Item } from "@locollm/core";
import { pythonOptions } from "@locollm/trainer";
import { execa } from "execa";

/**
 * Which items trained weights answer exactly, asked in the training's own Python: the same question for weights of any trainer.
 *
 * @param plan the plan's file, which names the base and the LoRA's shape
 * @param weights an `adapter_model.safetensors`
 */
export async function scoreRows(
  python: string,
  plan: string,
  weights: string,
  system: string | undefined,
  items: readonly Item[],
): Promise<boolean[]> {
  const file = path.join(path.dirname(plan), "unseen.jsonl");
  const rows = items.map((item) => ({
    id: item.id,
    messages: assemblePrompt(system, questionOf(item)),
    target: targetOf(item),
  }));
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const script = path.join(import.meta.dirname, "score_rows.py");
  const { stdout } = await execa(python, [script, plan, weights, file], { ...pythonOptions(), reject: true });
  return JSON.parse(String(stdout).trim().split("\n").at(-1)!) as boolean[];
}

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { assemblePrompt, questionOf, targetOf, type AdapterManifest, type Item } from "@locollm/core";
import { execa } from "execa";

/** How lm-evaluation-harness reaches the base. */
export type Backend =
  | { readonly kind: "hf"; readonly gguf: string; readonly batch: number }
  | { readonly kind: "server"; readonly url: string; readonly inFlight: number };

export interface PeerRun {
  /** From the command's start to its end. */
  readonly seconds: number;
  /** From the first request to the last answer, by the harness's own progress. */
  readonly right: number;
}

/**
 * Runs lm-evaluation-harness (`lm_eval`, on PATH or named by LOCO_LM_EVAL) over the same items, prompts and limits, scored by exact
 * match. Throws where it fails.
 */
export async function lmEval(
  program: string,
  folder: string,
  { prompt }: AdapterManifest,
  items: readonly Item[],
  backend: Backend,
): Promise<PeerRun> {
  await mkdir(folder, { recursive: true });
  const rows = items.map((item) => ({ question: questionOf(item).at(-1)!.content, answer: targetOf(item) }));
  const data = path.join(folder, "items.jsonl");
  await writeFile(data, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  await writeFile(
    path.join(folder, "loco_items.yaml"),
    JSON.stringify({
      task: "loco_items",
      dataset_path: "json",
      dataset_kwargs: { data_files: { test: data } },
      test_split: "test",
      output_type: "generate_until",
      doc_to_text: "{{question}}",
      doc_to_target: "{{answer}}",
      generation_kwargs: { until: ["<|im_end|>"], max_gen_toks: prompt.maxTokens, do_sample: false },
      metric_list: [{ metric: "exact_match", aggregation: "mean", higher_is_better: true }],
    }),
  );
  const system = assemblePrompt(prompt.system, []).find(({ role }) => role === "system")?.content;
  const model =
    backend.kind === "hf"
      ? [
          "--model=hf",
          `--model_args=pretrained=${path.dirname(backend.gguf)},gguf_file=${path.basename(backend.gguf)},dtype=float32`,
          `--batch_size=${backend.batch}`,
          "--device=cpu",
        ]
      : [
          "--model=local-chat-completions",
          `--model_args=model=base,base_url=${backend.url}/v1/chat/completions,num_concurrent=${backend.inFlight},max_retries=1`,
        ];
  const out = path.join(folder, "out");
  const started = performance.now();
  await execa(
    program,
    [
      ...model,
      "--tasks=loco_items",
      `--include_path=${folder}`,
      "--apply_chat_template",
      ...(system === undefined ? [] : [`--system_instruction=${system}`]),
      `--output_path=${out}`,
    ],
    { env: { HF_HUB_OFFLINE: "1", TOKENIZERS_PARALLELISM: "false" } },
  );
  const seconds = (performance.now() - started) / 1000;
  const file = (await readdir(out, { recursive: true })).find((name) => /results_.*\.json$/.test(name));
  const text = await readFile(path.join(out, file ?? "results.json"), "utf8");
  const results = JSON.parse(text) as { results: { loco_items: { "exact_match,none": number } } };
  return { seconds, right: Math.round(results.results.loco_items["exact_match,none"] * items.length) };
}

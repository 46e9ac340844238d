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
  /** From the first request to the last answer, as the harness's own progress bar says. */
  readonly answering: number;
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
  // The harness's loader turns ISO dates into timestamps where nothing stands before them.
  const rows = items.map((item) => ({ question: questionOf(item).at(-1)!.content, answer: `=${targetOf(item)}` }));
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
      doc_to_target: "{{answer[1:]}}",
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
  const { stderr } = await execa(
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
  return {
    seconds,
    answering: items.length / itemsPerSecond(stderr),
    right: Math.round(results.results.loco_items["exact_match,none"] * items.length),
  };
}

/** The rate that tqdm shows at the end of the bar that counts requests: `200/200 [00:12<00:00, 16.1it/s]`. */
function itemsPerSecond(stderr: string): number {
  const bars = [...stderr.matchAll(/(?:generate_until requests|Requesting API): 100%.*?([\d.]+)(it\/s|s\/it)\]/g)];
  const [, figure, unit] = bars.at(-1) ?? [];
  if (figure === undefined) throw new Error(`lm_eval showed no rate:\n${stderr.slice(-2000)}`);
  return unit === "it/s" ? Number(figure) : 1 / Number(figure);
}

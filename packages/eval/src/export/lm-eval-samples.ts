import { sha256Hex, type JsonValue } from "@locollm/core";
import { exportedItems, targetText, type RunToExport } from "./exported-run.ts";

/**
 * A run as lm-evaluation-harness 0.4 writes it with --log_samples: a JSON object a line, one an item, to be called
 * samples_<task>_<time>.jsonl. Requests are the chat as JSON, as its chat models get them; the metrics are
 * right (0 or 1) and the scorer's value under its name. An item that the machinery failed on has no metric, because it was neither right nor wrong.
 */
export function lmEvalSamples(exported: RunToExport): string {
  const { scorer } = exported.run.scorer;
  return exportedItems(exported)
    .map(({ item, sample, request }, index) => {
      const prompt = JSON.stringify(request.messages);
      const target = targetText(item);
      const { sampling } = request;
      const failed = sample.score.outcome === "error";
      const { extracted } = sample.score;
      const filtered = extracted === undefined ? sample.output : asText(extracted as JsonValue);
      return {
        doc_id: index,
        doc: item,
        target,
        arguments: {
          gen_args_0: {
            arg_0: prompt,
            arg_1: {
              until: [],
              max_gen_toks: sampling.maxTokens,
              do_sample: sampling.temperature > 0,
              temperature: sampling.temperature,
            },
          },
        },
        resps: [sample.parts?.map(({ output }) => output) ?? [sample.output]],
        filtered_resps: [filtered],
        filter: scorer,
        metrics: failed ? [] : ["right", scorer],
        doc_hash: sha256Hex(JSON.stringify(item, null, 2)),
        prompt_hash: sha256Hex(prompt),
        target_hash: sha256Hex(target),
        ...(failed
          ? { error: sample.score.reason ?? "" }
          : { right: sample.score.outcome === "right" ? 1 : 0, [scorer]: sample.score.value }),
      };
    })
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}

function asText(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

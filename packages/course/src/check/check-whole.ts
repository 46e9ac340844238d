import type { Finding } from "@locollm/core";
import { checkAnswers, evaluationSet } from "@locollm/eval";
import { checkAdapter, shownPath, type AdapterFolder, type AdapterRows, type CheckOptions } from "@locollm/store";

export interface CheckedAdapter extends AdapterRows {
  readonly findings: readonly Finding[];
}

/** The rules over files and rows, whether every row's own answer scores as right, and what so many items can show. */
export async function checkWhole(
  signal: AbortSignal,
  adapter: AdapterFolder,
  options: CheckOptions,
): Promise<CheckedAdapter> {
  const { data, findings } = await checkAdapter(adapter, options);
  const dataFolder = `${shownPath(adapter)}/data`;
  const answers = await checkAnswers({
    signal,
    manifest: adapter.manifest,
    manifestFile: `${shownPath(adapter)}/adapter.yaml`,
    fixture: data.fixture,
    files: [
      { kind: "train", file: `${dataFolder}/train.jsonl`, rows: data.train },
      { kind: "eval", file: `${dataFolder}/eval.jsonl`, rows: data.eval },
    ],
  });
  const { alpha, minimumRows } = options.gate;
  const shown = evaluationSet({
    rows: data.eval,
    file: `${dataFolder}/eval.jsonl`,
    scorer: adapter.manifest.score,
    alpha,
    minimumRows: minimumRows.eval,
  });
  return { adapter, data, findings: [...findings, ...answers, ...shown] };
}

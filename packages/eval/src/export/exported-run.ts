import {
  datasetHash,
  LocoError,
  type AdapterManifest,
  type GenerateRequest,
  type Item,
  type Run,
  type Sample,
  type SampleTiming,
} from "@locollm/core";
import { requestsFor } from "../conditions/requests.ts";

/** A stored run with the rows that it was made of, which it names by their hash only. */
export interface RunToExport {
  readonly run: Run;
  readonly samples: readonly Sample[];
  readonly timings: readonly SampleTiming[];
  readonly manifest: AdapterManifest;
  readonly items: readonly Item[];
  readonly trainingRows: readonly Item[];
}

export interface ExportedItem {
  readonly item: Item;
  readonly sample: Sample;
  readonly request: GenerateRequest;
  readonly timing: SampleTiming | undefined;
}

/**
 * Puts each sample beside its item and what was asked.
 *
 * @throws LocoError `run-other-data` where the rows are not those of the run, `example-missing`
 */
export function exportedItems({ run, samples, timings, manifest, items, trainingRows }: RunToExport): ExportedItem[] {
  if (datasetHash(items) !== run.dataset.sha256) {
    throw new LocoError({
      code: "run-other-data",
      message: `The rows of ${run.adapter} are not the ${run.dataset.items} that this run was made of.`,
      fix: `Evaluate again (loco eval ${run.adapter}), or bring the rows back with git.`,
      fields: { run: run.id, adapter: run.adapter },
    });
  }
  const system = run.system === null ? manifest.prompt : { ...manifest.prompt, system: run.system };
  const requests = requestsFor({ ...manifest, prompt: system }, run.condition, items, trainingRows);
  const bySample = new Map(samples.map((sample) => [sample.item, sample]));
  const byTiming = new Map(timings.map((timing) => [timing.item, timing]));
  return items.flatMap((item, at) => {
    const sample = bySample.get(item.id);
    if (sample === undefined) return [];
    return [{ item, sample, request: requests[at]!, timing: byTiming.get(item.id) }];
  });
}

/** The right answer as a text. */
export function targetText({ answer }: Item): string {
  return typeof answer === "string" ? answer : JSON.stringify(answer);
}

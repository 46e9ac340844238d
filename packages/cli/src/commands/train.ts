import { LocoError, type JsonValue } from "@locollm/core";
import { resolveAdapter, resolveBase } from "@locollm/store";
import type { TrainingBackend } from "@locollm/trainer";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { missingBase } from "../steps/missing-base.ts";
import {
  estimateTrainingHere,
  formatBytes,
  obtainBase,
  trainingCostWords,
  trainingRequest,
  trainOnBase,
  typedName,
} from "@locollm/course";
import { openClass } from "../steps/open-class.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";

export interface TrainOptions {
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
  readonly restart?: true | undefined;
  readonly backend?: TrainingBackend | undefined;
}

/** Trains an adapter, exports it and holds it against the parity gate. */
export async function train(
  invocation: Invocation,
  name: string | undefined,
  options: TrainOptions,
): Promise<CommandResult> {
  if (name === undefined) {
    throw new LocoError({
      code: "wrong-use",
      message: "No adapter is named.",
      fix: "loco train <adapter>, or loco train --all for every adapter of the semester",
      kind: "usage",
    });
  }
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  await refuseErrors(invocation, workspace, adapter, ["locks", "weights", "results"]);
  const missing = options.estimate === true ? await missingBase(invocation, manifest, { training: true }) : undefined;
  if (missing !== undefined) return missing;
  const file = await obtainBase(invocation, workspace.root, manifest);
  if (options.estimate === true) {
    const request = await trainingRequest(workspace.root, adapter, manifest, file);
    const estimate = await estimateTrainingHere(invocation, request, manifest, file, options.backend);
    return { data: { ...estimate }, text: `Training ${adapter.id} on ${manifest.id}: ${trainingCostWords(estimate)}.` };
  }
  const { lock, parity, trained } = await trainOnBase(invocation, workspace, adapter, manifest, file, {
    force: options.restart,
    backend: options.backend,
  });
  const { weights, trainer } = lock;
  return {
    data: {
      adapter: adapter.id,
      base: manifest.id,
      trained,
      weights: { ...weights },
      trainer: { ...trainer } as unknown as JsonValue,
      parity: parity === null ? null : { ...parity },
    },
    text: [
      trained
        ? `Trained ${adapter.id} on ${manifest.id}.`
        : `${adapter.id} is trained on ${manifest.id} already; nothing it depends on has changed.`,
      `Weights: ${formatBytes(weights.bytes)}, sha256 ${weights.sha256.slice(0, 12)}…, in ${weights.source}`,
      ...(parity === null
        ? []
        : [
            `Parity gate passed: what the adapter changes is off by ${(100 * parity.relativeError).toFixed(1)} % (allowed ${(100 * parity.allowed).toFixed(0)} %).`,
          ]),
      `Next: loco eval ${typedName(workspace, adapter)}`,
    ].join("\n"),
  };
}

import { readFile } from "node:fs/promises";
import path from "node:path";
import { hashOf, type JsonValue, type Lock } from "@locollm/core";
import { writeWhole } from "@locollm/store";
import type { Trouble } from "./diagnosis/diagnose-training.ts";
import { sparkLine } from "./diagnosis/spark-line.ts";
import type { RunCurve } from "./diagnosis/run-curve.ts";

export interface LoggedTraining {
  readonly lock: Lock;
  readonly curve: RunCurve;
  readonly troubles: readonly Trouble[];
  /** Training rows of the highest loss, the worst first. */
  readonly hardest: readonly { readonly id: string; readonly loss: number }[];
  /** Resident memory at its highest; null where it cannot be known. */
  readonly peakMemoryBytes: number | null;
  readonly ended: Date;
}

const head =
  "# Training log\n\nWritten by `loco train`, the newest first. Losses are in nats an answer token; the curve is the loss over the steps.\n";
/** A term's work, and some more; older ones stand in git's history. */
const mostEntries = 40;

/** Adds a training to the adapter's TRAINING_LOG.md, above those before it. */
export async function logTraining(folder: string, training: LoggedTraining): Promise<void> {
  const file = path.join(folder, "TRAINING_LOG.md");
  const before = await readFile(file, "utf8").catch(() => "");
  const entries = before
    .split(/^(?=## )/m)
    .filter((part) => part.startsWith("## "))
    .map((part) => `${part.trimEnd()}\n`);
  await writeWhole(file, [head, entryOf(training), ...entries.slice(0, mostEntries - 1)].join("\n"));
}

function entryOf({ lock, curve, troubles, hardest, peakMemoryBytes, ended }: LoggedTraining): string {
  const { trainer, recipe, data, weights } = lock;
  const { validation } = trainer;
  const last = curve.checks.at(-1);
  const memory = peakMemoryBytes === null ? "" : `${(peakMemoryBytes / 1e9).toFixed(1)} GB, `;
  const told = [
    `rows ${data.train.rows} (sha256 ${data.train.sha256.slice(0, 12)}…), recipe ${hashOf(recipe as unknown as JsonValue).slice(0, 12)}…: ${settingsOf(lock)}`,
    `${curve.steps.length} steps in ${Math.round(trainer.seconds)} s, ${Math.round(trainer.tokensPerSecond)} tokens/s, ${memory}${trainer.precision} on ${trainer.machine.cpu}, ${trainer.backend === "llama-finetune" ? "llama-finetune" : `torch ${trainer.versions["torch"] ?? "unknown"}`}`,
    `loss ${(curve.steps[0] ?? trainer.finalLoss).toFixed(3)} to ${trainer.finalLoss.toFixed(3)}  \`${sparkLine(curve.steps, 40)}\``,
    ...(validation === undefined || last === undefined
      ? []
      : [
          `held out ${validation.rows} rows: lowest loss ${validation.loss.toFixed(3)}, ${Math.round(100 * last.right)} % right at the end`,
        ]),
    ...(hardest.length === 0
      ? []
      : [
          `hardest rows: ${hardest
            .slice(0, 5)
            .map(({ id, loss }) => `${id} (${loss.toFixed(2)})`)
            .join(", ")}`,
        ]),
    ...troubles.map(({ message, rows }) => `**${message}**${rows.length === 0 ? "" : ` Rows: ${rows.join(", ")}`}`),
    `weights sha256 ${weights.sha256.slice(0, 12)}…`,
  ];
  return [
    `## ${lock.version} on ${lock.base.id}, ${ended.toISOString().slice(0, 16).replace("T", " ")} UTC`,
    "",
    ...told.map((line) => `- ${line}`),
    "",
  ].join("\n");
}

/** What of the recipe the trainer takes. */
function settingsOf({ trainer, recipe }: Lock): string {
  const { rank, topLayers, learningRate, batchSize, schedule, seed, epochs } = recipe;
  if (trainer.backend === "llama-finetune") return `rank ${rank}, rate ${learningRate}, epochs ${epochs}, seed ${seed}`;
  const blocks = topLayers === null ? "all blocks" : `top ${topLayers} blocks`;
  return `rank ${rank}, ${blocks}, rate ${learningRate}, batch ${batchSize}, ${schedule}, seed ${seed}`;
}

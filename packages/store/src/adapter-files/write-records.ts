import { copyFile, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { LocoError, lockSchema, resultsSummarySchema, slugSchema, type Lock, type ResultsSummary } from "@locollm/core";
import { jsonText } from "../json-text.ts";
import { renameOver, temporaryBeside, writeError, writeWhole } from "../write-whole.ts";
import { readText } from "../workspace/read-text.ts";
import { replaceMeasuredBlock } from "./measured-block.ts";

/** Weights up to this size (bytes) may stand in an adapter's folder; larger ones are named by an address in the lock. */
export const maxCommittedWeightsBytes = 10_000_000;

/** A model card is a page or two. */
export const maxCardBytes = 1 << 20;

/** Writes `locks/<base>.json` of an adapter's folder. Returns the file. */
export async function writeLock(folder: string, lock: Lock): Promise<string> {
  return writeRecord(
    path.join(folder, "locks", `${slugSchema.parse(lock.base.id)}.json`),
    jsonText(lockSchema.parse(lock)),
  );
}

/** Writes `results/<base>.json` of an adapter's folder. Returns the file. */
export async function writeResults(folder: string, results: ResultsSummary): Promise<string> {
  return writeRecord(
    path.join(folder, "results", `${slugSchema.parse(results.base.id)}.json`),
    jsonText(resultsSummarySchema.parse(results)),
  );
}

/**
 * Writes the measured block of an adapter's README.md. A card that is missing or no UTF-8 text stays as it is:
 * `loco check` says what is wrong with it.
 */
export async function writeMeasuredBlock(folder: string, block: string): Promise<"changed" | "same" | "no-card"> {
  const file = path.join(folder, "README.md");
  const { text: card, findings } = await readText(file, "README.md", maxCardBytes);
  if (card === null) return "no-card";
  const changed = replaceMeasuredBlock(card, block);
  if (changed === card) return "same";
  // Its author's byte order mark is the author's to remove.
  await writeWhole(file, findings.some(({ code }) => code === "text-bom") ? `\uFEFF${changed}` : changed);
  return "changed";
}

/**
 * Copies a LoRA GGUF to `weights/<base>.gguf` of an adapter's folder. Returns its path in the folder, for the lock.
 *
 * @throws LocoError `weights-too-large` above 10 MB
 */
export async function writeWeights(folder: string, base: string, from: string): Promise<string> {
  const { size } = await stat(from);
  if (size > maxCommittedWeightsBytes) {
    throw new LocoError({
      code: "weights-too-large",
      message: `The weights have ${size.toLocaleString("en")} bytes; an adapter's folder takes at most ${maxCommittedWeightsBytes.toLocaleString("en")}.`,
      fix: "Lower train.rank or train.topLayers in adapter.yaml and train again.",
      fields: { bytes: size, limit: maxCommittedWeightsBytes },
    });
  }
  const inside = `weights/${slugSchema.parse(base)}.gguf`;
  const target = path.join(folder, inside);
  const unfinished = temporaryBeside(target);
  await writeWhole(unfinished, "");
  try {
    await copyFile(from, unfinished);
    await renameOver(unfinished, target);
  } catch (cause) {
    throw writeError(target, cause);
  } finally {
    await rm(unfinished, { force: true });
  }
  return inside;
}

// A file that holds the same already keeps its time of change, so that nothing is built or committed for it.
async function writeRecord(file: string, text: string): Promise<string> {
  const there = await readFile(file, "utf8").catch(() => null);
  if (there !== text) await writeWhole(file, text);
  return file;
}

import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { LocoError, type Finding, type Lock } from "@locollm/core";
import { artifactMetadata } from "../gguf/artifact-metadata.ts";
import { readGguf } from "../gguf/read-gguf.ts";
import { hashFile } from "../hash-file.ts";
import type { AdapterFolder } from "../workspace/workspace.ts";

/** Weights in the adapter's folder that are not what their lock names, and weights without a lock. Needs no base. */
export async function committedWeights(adapter: AdapterFolder, shown: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [base, lock] of adapter.locks) findings.push(...(await lockedWeights(adapter, shown, base, lock)));
  const files = await readdir(path.join(adapter.folder, "weights")).catch(() => []);
  for (const file of files.filter((name) => name.endsWith(".gguf"))) {
    const base = path.basename(file, ".gguf");
    // A lock that is there but cannot be read has a finding of its own.
    if (adapter.locks.has(base) || (await isFile(path.join(adapter.folder, "locks", `${base}.json`)))) continue;
    findings.push({
      code: "weights-without-lock",
      severity: "error",
      file: `${shown}/weights/${file}`,
      message: `There is no locks/${base}.json that says what these weights were made from.`,
      fix: `Train again: loco train ${adapter.id} --base ${base}`,
    });
  }
  return findings;
}

async function lockedWeights(adapter: AdapterFolder, shown: string, base: string, lock: Lock): Promise<Finding[]> {
  const again = `loco train ${adapter.id} --base ${base}`;
  const wrong = (file: string, code: string, message: string, fix: string): Finding[] => [
    { code, severity: "error", file: `${shown}/${file}`, message, fix },
  ];
  if (lock.base.id !== base) {
    const message = `This lock is of the base ${lock.base.id}, not of ${base}.`;
    return wrong(
      `locks/${base}.json`,
      "lock-other-base",
      message,
      `Rename it to ${lock.base.id}.json, or train: ${again}`,
    );
  }
  const { source, sha256 } = lock.weights;
  if (/^https?:/.test(source)) return [];
  const file = path.join(adapter.folder, source);
  const back = `Bring back the committed file (git checkout -- ${shown}), or train again: ${again}`;
  if (!/^weights\/[a-z0-9-]+\.gguf$/.test(source) || !(await isFile(file))) {
    return wrong(`locks/${base}.json`, "weights-missing", `The weights ${source} that it names are not here.`, back);
  }
  if ((await hashFile(file)) !== sha256) {
    return wrong(source, "weights-wrong-hash", `These are not the weights that locks/${base}.json names.`, back);
  }
  try {
    const own = artifactMetadata(readGguf(file).metadata);
    if ("problem" in own)
      return wrong(source, "adapter-bad-metadata", `This file ${own.problem}.`, `Train again: ${again}`);
    if (own.value.baseSha256 === lock.base.sha256) return [];
    const message = `These weights were trained on another base than locks/${base}.json says.`;
    return wrong(source, "adapter-other-base", message, `Train again: ${again}`);
  } catch (error) {
    if (!(error instanceof LocoError)) throw error;
    const { offset, expected } = error.fields;
    const message = `This is no sound GGUF file: at byte ${String(offset)}, ${String(expected)}.`;
    return wrong(source, error.code, message, `Train again: ${again}`);
  }
}

async function isFile(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => null))?.isFile() === true;
}

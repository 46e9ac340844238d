import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { LocoError, unexportableReason } from "@locollm/core";
import { requireFile } from "@locollm/store";
import { maxSafetensorsBytes } from "@locollm/trainer";
import { resultInZip } from "./result-in-zip.ts";

const resultName = "adapter_model.safetensors";
const pickles = /\.(bin|pt|pth|pkl|pickle|ckpt|joblib)$/i;
const unfinished = /\.(part|partial|crdownload|download|tmp)$/i;

/** The safetensors file of a training elsewhere; what was unpacked for it goes when it is closed. */
export interface OpenedResult extends AsyncDisposable {
  readonly path: string;
}

/**
 * Finds the safetensors file in what somebody brought: the file itself, a folder or a zip with it. Nothing else is opened.
 *
 * @throws LocoError `no-such-file`, `result-missing`, `result-is-pickle`, `result-unfinished`, `result-not-safetensors`,
 *   `not-exportable`; of `resultInZip`
 */
export async function openResult(given: string): Promise<OpenedResult> {
  const found = await stat(given).catch(() => null);
  if (found?.isDirectory() === true) return kept(await resultInFolder(given));
  await requireFile(given);
  if (unfinished.test(given)) throw notFinished(given);
  if (pickles.test(given)) throw isPickle(given);
  const kind = await kindOf(given);
  if (kind === "zip") return unpacked(await resultInZip(given, resultName));
  if (kind === "pickle") throw isPickle(given);
  if (kind !== null) {
    throw new LocoError({
      code: "result-not-safetensors",
      message: `${given} is ${kind}, not the file that training wrote.`,
      fix: `Bring ${resultName}, which the script of loco bundle writes.`,
      fields: { file: given, kind },
    });
  }
  return kept(given);
}

function kept(file: string): OpenedResult {
  return { path: file, [Symbol.asyncDispose]: async () => {} };
}

async function unpacked(bytes: Uint8Array): Promise<OpenedResult> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "loco-result-"));
  await writeFile(path.join(folder, resultName), bytes);
  return {
    path: path.join(folder, resultName),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function resultInFolder(folder: string): Promise<string> {
  const names = await readdir(folder);
  if (names.includes("adapter_config.json")) await refuseOptions(path.join(folder, "adapter_config.json"));
  if (names.includes(resultName)) return path.join(folder, resultName);
  const other = (pattern: RegExp) => names.find((name) => pattern.test(name));
  const [pickle, part] = [other(pickles), other(unfinished)];
  if (part !== undefined) throw notFinished(path.join(folder, part));
  if (pickle !== undefined) throw isPickle(path.join(folder, pickle));
  throw new LocoError({
    code: "result-missing",
    message: `${folder} holds no ${resultName}.`,
    fix: "Name the folder that the bundle's script wrote it to, or the file itself.",
    fields: { folder },
    kind: "usage",
  });
}

/** PEFT's own settings file, where somebody brings one along: what it turns on tells why weights do not fit. */
async function refuseOptions(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => "");
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    return;
  }
  const isOn = (option: string) => (config as Readonly<Record<string, unknown>>)[option] === true;
  const option = typeof config === "object" && config !== null ? ["use_rslora", "use_dora"].find(isOn) : undefined;
  if (option === undefined) return;
  throw new LocoError({
    code: "not-exportable",
    message: `${file} turns on ${option}: ${unexportableReason(option)}.`,
    fix: "Train with the script that loco bundle wrote, as it is.",
    fields: { file, option },
  });
}

/** What a file is by its first bytes, where that is no safetensors; null for anything else. */
async function kindOf(file: string): Promise<string | null> {
  await using handle = await open(file, "r");
  const first = Buffer.alloc(8);
  await handle.read(first, 0, 8, 0);
  if (first.toString("latin1", 0, 4) === "PK\u0003\u0004") return "zip";
  // Protocol 2 and later; as a safetensors file it would have a header larger than we open.
  if (first[0] === 0x80 && first[1]! <= 5 && first.readBigUInt64LE() > BigInt(maxSafetensorsBytes)) return "pickle";
  if (first.toString("latin1", 0, 4) === "GGUF") return "a GGUF";
  if (/^\s*<(!doc|html)/i.test(first.toString("latin1"))) return "a web page";
  return null;
}

function isPickle(file: string): LocoError {
  return new LocoError({
    code: "result-is-pickle",
    message: `${file} is a pickle, which can run code when it is read. It was not opened.`,
    fix: `Bring ${resultName}, which the script of loco bundle writes; with PEFT: model.save_pretrained(folder, safe_serialization=True).`,
    fields: { file },
  });
}

function notFinished(file: string): LocoError {
  return new LocoError({
    code: "result-unfinished",
    message: `${file} is a download that has not finished.`,
    fix: "Wait until the browser has it whole, or download it again.",
    fields: { file },
  });
}

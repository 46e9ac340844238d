import { createHash } from "node:crypto";
import { mkdir, open, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { homeFolders, locoHome } from "./home.ts";
import { isSealed, placeSealed } from "./sealed-file.ts";
import { errorCode, temporaryBeside, writeError } from "./write-whole.ts";

export interface PlacedWeights {
  /** `<home>/weights/<sha256>.gguf`, read-only: a path that never means other bytes. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

const maxWeightsBytes = 1 << 30;

const chunkBytes = 1 << 20;

/**
 * Copies an adapter's weights to a path named by their content, in little memory. Engines cache weights by path, and a file may
 * change between check and use: check and load this copy, which is the bytes that were hashed.
 *
 * @param wanted the sha256 that the file must have; nothing is placed where it has another
 * @throws LocoError `weights-missing`, `weights-too-large`, `weights-wrong-hash`
 */
export async function placeWeights(file: string, home: string = locoHome(), wanted?: string): Promise<PlacedWeights> {
  const source = await openWeights(file);
  const folder = path.join(home, homeFolders.weights);
  const unfinished = temporaryBeside(path.join(folder, "weights.gguf"));
  try {
    const { sha256, bytes } = await hashedCopy(source, file, unfinished);
    if (wanted !== undefined && sha256 !== wanted) {
      throw new LocoError({
        code: "weights-wrong-hash",
        message: `The weights ${file} have sha256 ${sha256}, not ${wanted}.`,
        fix: "Bring the file that this hash was made from.",
        fields: { file, have: sha256, want: wanted },
      });
    }
    const target = path.join(folder, `${sha256}.gguf`);
    if (await isSealed(target, sha256)) await rm(unfinished);
    else await placeSealed(unfinished, target, sha256);
    return { path: target, sha256, bytes };
  } catch (cause) {
    await rm(unfinished, { force: true });
    if (cause instanceof LocoError) throw cause;
    throw writeError(unfinished, cause);
  } finally {
    await source.close();
  }
}

/** Copies a file's bytes as it hashes them, to a file that is not there yet. */
async function hashedCopy(source: FileHandle, file: string, target: string) {
  await mkdir(path.dirname(target), { recursive: true });
  const copy = await open(target, "wx");
  try {
    const hash = createHash("sha256");
    const buffer = new Uint8Array(chunkBytes);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await source.read(buffer, 0, chunkBytes, bytes).catch((cause: unknown) => {
        throw unreadable(file, cause);
      });
      if (bytesRead === 0) break;
      bytes += bytesRead;
      // It may have grown since it was opened.
      if (bytes > maxWeightsBytes) throw tooLarge(file, bytes);
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      await copy.writeFile(chunk);
    }
    await copy.sync();
    return { sha256: hash.digest("hex"), bytes };
  } finally {
    await copy.close();
  }
}

async function openWeights(file: string): Promise<FileHandle> {
  // A pipe would hold up whoever opens it, so what stands there is looked at first.
  const found = await stat(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  if (!found.isFile()) throw unreadable(file, Object.assign(new Error("no plain file"), { code: "no plain file" }));
  if (found.size > maxWeightsBytes) throw tooLarge(file, found.size);
  return open(file, "r").catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
}

function tooLarge(file: string, bytes: number): LocoError {
  return new LocoError({
    code: "weights-too-large",
    message: `${file} has ${bytes} bytes; weights of an adapter have at most ${maxWeightsBytes}.`,
    fix: "Check that this is the adapter's file and not a base.",
    fields: { file, bytes },
  });
}

function unreadable(file: string, cause: unknown): LocoError {
  return new LocoError({
    code: "weights-missing",
    message: `The weights ${file} cannot be read (${errorCode(cause)}).`,
    fix: "Check the path, and that you may read the file.",
    fields: { file },
    cause,
  });
}

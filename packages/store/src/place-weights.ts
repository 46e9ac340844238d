import { createHash } from "node:crypto";
import { open, mkdir, rm } from "node:fs/promises";
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

/**
 * Copies an adapter's weights to a path named by their content. Engines cache weights by path, and a file may
 * change between check and use: check and load this copy.
 *
 * @param wanted the sha256 that the file must have; nothing is copied where it has another
 * @throws LocoError `weights-missing`, `weights-too-large`, `weights-wrong-hash`
 */
export async function placeWeights(file: string, home: string = locoHome(), wanted?: string): Promise<PlacedWeights> {
  const bytes = await readWeights(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (wanted !== undefined && sha256 !== wanted) {
    throw new LocoError({
      code: "weights-wrong-hash",
      message: `The weights ${file} have sha256 ${sha256}, not ${wanted}.`,
      fix: "Bring the file that this hash was made from.",
      fields: { file, have: sha256, want: wanted },
    });
  }
  const target = path.join(home, homeFolders.weights, `${sha256}.gguf`);
  if (await isSealed(target, sha256)) return { path: target, sha256, bytes: bytes.length };
  await mkdir(path.dirname(target), { recursive: true });
  const unfinished = temporaryBeside(target);
  try {
    const handle = await open(unfinished, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await placeSealed(unfinished, target, sha256);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw writeError(target, cause);
  }
  return { path: target, sha256, bytes: bytes.length };
}

async function readWeights(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      if (size > maxWeightsBytes) {
        throw new LocoError({
          code: "weights-too-large",
          message: `${file} has ${size} bytes; weights of an adapter have at most ${maxWeightsBytes}.`,
          fix: "Check that this is the adapter's file and not a base.",
          fields: { file, bytes: size },
        });
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof LocoError) throw cause;
    throw new LocoError({
      code: "weights-missing",
      message: `The weights ${file} cannot be read (${errorCode(cause)}).`,
      fix: "Check the path, and that you may read the file.",
      fields: { file },
      cause,
    });
  }
}

import { createHash } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { LocoError, type BaseManifest } from "@locollm/core";
import { metadataText } from "../gguf/gguf-value.ts";
import { readGguf } from "../gguf/read-gguf.ts";
import { writeError } from "../write-whole.ts";
import { requireSpace } from "./disk-space.ts";
import type { Piece } from "./piece.ts";

export interface Assembled {
  readonly file: string;
  readonly sha256: string;
}

/** Joins pieces into `unfinished`, hashing on the way; a single downloaded file is taken as it is. */
export async function joinPieces(
  pieces: readonly Piece[],
  unfinished: string,
  folder: string,
  bytes: number,
  signal?: AbortSignal,
): Promise<Assembled> {
  const [only] = pieces;
  if (pieces.length === 1 && only?.movable) return only.movable;
  await requireSpace(folder, bytes);
  const hash = createHash("sha256");
  const handle = await open(unfinished, "w");
  try {
    for (const piece of pieces) {
      for await (const chunk of piece.read()) {
        signal?.throwIfAborted();
        hash.update(chunk);
        await handle.writeFile(chunk).catch((cause: unknown) => {
          throw writeError(unfinished, cause);
        });
      }
    }
    await handle.sync();
  } catch (error) {
    await handle.close();
    await rm(unfinished, { force: true });
    throw error;
  }
  await handle.close();
  return { file: unfinished, sha256: hash.digest("hex") };
}

/**
 * Makes sure that a file is the base that its manifest names: its hash where one is known, a sound GGUF header, its
 * architecture.
 *
 * @throws LocoError `base-wrong-hash`, `base-wrong-architecture`, `gguf-…`
 */
export function verifyBase(manifest: BaseManifest, assembled: Assembled, expected: string | undefined): number {
  const { sha256, file } = assembled;
  if (expected !== undefined && sha256 !== expected) {
    throw new LocoError({
      code: "base-wrong-hash",
      message: `What came for ${manifest.id} has sha256 ${sha256}, but ${expected} is expected. Nothing of it was kept.`,
      fix: "Run the same command again. If it stays so, the file at the source was changed: ask your instructor.",
      fields: { base: manifest.id, have: sha256, want: expected },
      kind: "machine",
    });
  }
  const { metadata, fileBytes } = readGguf(file);
  const architecture = metadataText(metadata, "general.architecture") ?? "none";
  if (architecture !== manifest.architecture) {
    throw new LocoError({
      code: "base-wrong-architecture",
      message: `What came for ${manifest.id} has the architecture ${architecture}, but ${manifest.architecture} is expected.`,
      fix: "Check the sources of the base in bases/.",
      fields: { base: manifest.id, have: architecture, want: manifest.architecture },
    });
  }
  return fileBytes;
}

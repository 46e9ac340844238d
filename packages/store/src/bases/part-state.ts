import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { writeWhole } from "../write-whole.ts";

const partStateSchema = z.strictObject({
  validator: z.string().nullable().describe("Strong ETag or Last-Modified of the file that the bytes belong to."),
  totalBytes: z.int().nullable(),
  sha256: z.string().nullable().describe("What the whole file must hash to, where that was known before."),
});
export type PartState = z.infer<typeof partStateSchema>;

/** What a server said of the file whose first bytes are in `part`; undefined where nobody knows. */
export async function readPartState(part: string): Promise<PartState | undefined> {
  try {
    return partStateSchema.parse(JSON.parse(await readFile(`${part}.json`, "utf8")));
  } catch {
    return undefined;
  }
}

export async function writePartState(part: string, state: PartState): Promise<void> {
  await writeWhole(`${part}.json`, JSON.stringify(state));
}

export async function clearPartState(part: string): Promise<void> {
  await rm(`${part}.json`, { force: true });
}

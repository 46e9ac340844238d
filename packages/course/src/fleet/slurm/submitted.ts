import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "@locollm/store";
import { z } from "zod";
import { fleetFolder } from "../fleet-files.ts";

const submittedSchema = z.strictObject({
  schema: z.literal(1),
  arrays: z.array(z.string().regex(/^\d+$/)).describe("Slurm's numbers of the arrays, the newest last."),
  reports: z.array(z.string().regex(/^\d+$/)),
});
export type Submitted = z.infer<typeof submittedSchema>;

/** Which jobs of Slurm a fleet is; none where it was not submitted. */
export async function readSubmitted(root: string, id: string): Promise<Submitted> {
  try {
    return submittedSchema.parse(JSON.parse(await readFile(file(root, id), "utf8")));
  } catch {
    return { schema: 1, arrays: [], reports: [] };
  }
}

export async function writeSubmitted(root: string, id: string, submitted: Submitted): Promise<void> {
  await writeWhole(file(root, id), `${JSON.stringify(submitted)}\n`);
}

function file(root: string, id: string): string {
  return path.join(fleetFolder(root, id), "slurm.json");
}

import { z } from "zod";

/** The machine that something ran on, as far as it explains a difference. */
export const machineSchema = z.strictObject({
  os: z.string(),
  cpu: z.string(),
  threads: z.int(),
  memoryBytes: z.int(),
  accelerator: z.string().nullable(),
});
export type Machine = z.infer<typeof machineSchema>;

import { z } from "zod";

export const severities = ["error", "warning", "note"] as const;

/** Something wrong, or worth knowing, with what a person wrote: where it stands and how to mend it. */
export const findingSchema = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .describe("Kebab-case, stable across releases."),
  severity: z.enum(severities).describe("An error fails the check; a warning and a note do not."),
  file: z.string().optional().describe("Path from the class repository's root, with forward slashes."),
  line: z.int().min(1).optional().describe("1-based."),
  message: z.string().describe("What is wrong, in one plain sentence."),
  fix: z.string().describe("What to do about it."),
});
export type Finding = z.infer<typeof findingSchema>;

/** Whether any finding fails the check. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}

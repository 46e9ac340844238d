import { z } from "zod";
import { findingSchema, hasErrors } from "./finding.ts";
import { machineSchema } from "./machine.ts";
import { adapterIdSchema, schemaVersion, semverSchema, sha256Schema } from "./names.ts";
import { resultsSummarySchema } from "./results-summary.ts";
import { verdictSchema } from "./verdict.ts";

export const conclusions = ["success", "neutral", "failure"] as const;

const comparisonSchema = z.strictObject({
  adapter: adapterIdSchema,
  items: z.enum(["its own", "the submission's"]).describe("Whose evaluation rows both answered."),
  right: z.strictObject({ submission: z.int(), other: z.int() }),
  verdict: verdictSchema,
  sentence: z.string(),
});

/** `grade.json`: what the gate found out about one submission. All of it may be public: no points, no lateness, no similarity. */
export const gradeRecordSchema = z
  .strictObject({
    schema: schemaVersion,
    adapter: adapterIdSchema.nullable().describe("Null where the change is not about one adapter."),
    version: semverSchema.nullable(),
    submission: z.strictObject({
      from: z.enum(["git", "folder", "zip"]),
      head: z.string().nullable().describe("Commit that was sent."),
      base: z.string().nullable().describe("Commit of the class that it was held against."),
      files: sha256Schema.nullable().describe("Over the names and contents of the folder's files."),
    }),
    conclusion: z
      .enum(conclusions)
      .describe("failure: something has to be mended. neutral: nothing to grade, or others would be worse off."),
    title: z.string().describe("The conclusion in one line."),
    findings: z.array(findingSchema),
    weights: z
      .strictObject({
        from: z.enum(["retrained", "class", "submitted"]).describe("class: trained already from the very same rows."),
        sha256: sha256Schema,
        trainingData: z.enum(["verified", "unverified"]),
      })
      .nullable(),
    results: resultsSummarySchema.nullable().describe("Adapter and base on the adapter's own evaluation rows."),
    constant: z
      .strictObject({ answer: z.string(), right: z.int(), verdict: verdictSchema, sentence: z.string() })
      .nullable()
      .describe(
        "Against always giving the commonest answer of its training rows; null where answers are long or none is common.",
      ),
    challenged: z.array(comparisonSchema).describe("Against the adapter that serves these questions already."),
    harm: z
      .strictObject({
        items: z.int().describe("Of the panel."),
        rerouted: z.int().describe("Whose answer may differ with the submission: another route, or other weights."),
        verdict: verdictSchema,
        sentence: z.string(),
      })
      .nullable(),
    route: z.boolean().nullable().describe("Whether the class gains if questions are routed to it; null if unknown."),
    next: z.array(z.string()).describe("What to do, one sentence each."),
    reproduce: z.string().nullable().describe("The command that does all of this again."),
    machine: machineSchema,
    timings: z.array(z.strictObject({ step: z.string(), seconds: z.number() })),
  })
  .refine(({ findings, conclusion }) => hasErrors(findings) === (conclusion === "failure"), {
    path: ["conclusion"],
    error: "failure, where a finding is an error, and nowhere else",
  })
  .refine(({ conclusion, results, weights }) => conclusion !== "success" || (results !== null && weights !== null), {
    path: ["conclusion"],
    error: "no success without weights and results",
  });
export type GradeRecord = z.infer<typeof gradeRecordSchema>;
export type Conclusion = GradeRecord["conclusion"];

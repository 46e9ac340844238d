import { z } from "zod";
import { sha256Schema, slugSchema } from "./names.ts";

export const moment = z.iso
  .datetime({ offset: true })
  .describe("Date and time with zone, such as 2026-08-31T09:00:00+10:00.");

/** What a grade is made of. By default no part depends on whether the adapter turned out better. */
export const gradeParts = ["check", "reproduces", "evaluation", "card", "review", "harmless", "better"] as const;
export type GradePart = (typeof gradeParts)[number];

/** `grade` in `semester.yaml`: how a submission is graded. */
export const gradeRulesSchema = z.strictObject({
  weights: z
    .enum(["retrain", "submitted"])
    .default("retrain")
    .describe(
      "retrain: the grader trains from the committed rows and recipe. submitted: it takes the weights that the lock names, and says that nobody knows what they were trained on.",
    ),
  submitted: z
    .strictObject({
      hosts: z.array(z.hostname()).default([]).describe("Where submitted weights may be fetched from, over https."),
      maximumBytes: z
        .int()
        .min(1)
        .max(1 << 30)
        .default(64_000_000)
        .describe("Larger weights are not fetched."),
    })
    .prefault({}),
  trainingMinutes: z
    .number()
    .gt(0)
    .default(30)
    .describe("What is estimated to train longer on the grading machine is refused and not begun."),
  evaluationMinutes: z
    .number()
    .gt(0)
    .default(30)
    .describe("What is estimated to be evaluated for longer on the grading machine is refused and not begun."),
  margin: z
    .number()
    .gt(0)
    .lt(0.5)
    .default(0.05)
    .describe("The routed system is harmless if it is shown to lose less than this share of the panel."),
  panel: z
    .strictObject({
      file: z
        .string()
        .regex(/^[a-z0-9-]+\.jsonl$/)
        .default("panel.jsonl")
        .describe("Beside semester.yaml."),
      sha256: sha256Schema.describe("Of the items that it names, as they were when it was drawn."),
    })
    .optional()
    .describe("The fixed items on which harm to the routed system is measured: loco semester panel"),
  parts: z
    .array(z.strictObject({ part: z.enum(gradeParts), points: z.number().min(0) }))
    .min(1)
    .default([
      { part: "check", points: 30 },
      { part: "reproduces", points: 30 },
      { part: "evaluation", points: 20 },
      { part: "card", points: 20 },
    ])
    .describe("By default no part asks that the adapter be better: an honest negative result earns full marks."),
  deadlines: z
    .array(z.strictObject({ name: slugSchema, at: moment }))
    .default([])
    .describe("Which one counts is named when it is graded; none: the semester's end."),
  late: z
    .strictObject({
      graceMinutes: z.number().min(0).default(60).describe("So long after the deadline nothing is late yet."),
      perDay: z.number().min(0).max(1).default(0.1).describe("Share of the points that each begun day costs."),
      days: z.int().min(0).default(7).describe("After so many days nothing is graded."),
    })
    .prefault({}),
  frozen: z
    .boolean()
    .default(false)
    .describe("Grade only adapters whose evaluation rows were frozen before: loco semester freeze."),
  tries: z
    .int()
    .min(1)
    .default(3)
    .describe(
      "Graded tries of one adapter; the last of them counts. What is refused before it is measured uses none, and the same rows and recipe with another card are the same try.",
    ),
});
export type GradeRules = z.infer<typeof gradeRulesSchema>;

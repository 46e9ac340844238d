import { z } from "zod";
import { adapterManifestSchema } from "./adapter-manifest.ts";
import { baseManifestSchema } from "./base-manifest.ts";
import { findingSchema } from "./finding.ts";
import { gradeRecordSchema } from "./grade-record.ts";
import { instructorRecordSchema } from "./instructor-record.ts";
import { itemSchema } from "./item.ts";
import { judgeReportSchema } from "./judge-report.ts";
import { lockSchema } from "./lock.ts";
import { preferenceLabelSchema } from "./preference-label.ts";
import { resultsSummarySchema } from "./results-summary.ts";
import { runSchema } from "./run.ts";
import { sampleSchema, sampleTimingSchema, sampleTokensSchema } from "./sample.ts";
import { sealedResultsSchema } from "./sealed-results.ts";
import { sealsSchema } from "./seals.ts";
import { semesterManifestSchema } from "./semester-manifest.ts";
import { sqlFixtureSchema } from "./sql-fixture.ts";
import { submissionReceiptSchema } from "./submission-receipt.ts";

/** The file formats of LocoLLM by the name of their JSON Schema. */
export const fileSchemas: Readonly<Record<string, z.ZodType>> = {
  adapter: adapterManifestSchema,
  base: baseManifestSchema,
  finding: findingSchema,
  "grade-record": gradeRecordSchema,
  "instructor-record": instructorRecordSchema,
  item: itemSchema,
  "judge-report": judgeReportSchema,
  lock: lockSchema,
  "preference-label": preferenceLabelSchema,
  results: resultsSummarySchema,
  run: runSchema,
  sample: sampleSchema,
  "sealed-results": sealedResultsSchema,
  seals: sealsSchema,
  semester: semesterManifestSchema,
  "sql-fixture": sqlFixtureSchema,
  "submission-receipt": submissionReceiptSchema,
  timing: sampleTimingSchema,
  tokens: sampleTokensSchema,
};

/** The JSON Schema of one of our files as a person writes it: settings with a default may be left out. */
export function jsonSchemaOf(name: string): object {
  const schema = fileSchemas[name];
  if (schema === undefined) throw new RangeError(`no file format is called ${name}`);
  return z.toJSONSchema(schema, { io: "input" });
}

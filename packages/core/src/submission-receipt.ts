import { z } from "zod";
import { moment } from "./grade-rules.ts";
import { adapterIdSchema, schemaVersion, semverSchema, sha256Schema } from "./names.ts";

/** What a student keeps of a submission that was pushed: which bytes, where to, and when by the student's own clock. */
export const submissionReceiptSchema = z.strictObject({
  schema: schemaVersion,
  adapter: adapterIdSchema,
  version: semverSchema,
  commit: z.string().describe("The commit that was pushed."),
  base: z.string().describe("The class's commit that it is held against."),
  files: z.strictObject({
    count: z.int().min(1),
    bytes: z.int().min(0),
    sha256: sha256Schema.describe("Over the folder's names and contents, as submission.files in grade.json."),
  }),
  remote: z.strictObject({
    name: z.string(),
    address: z.string().describe("Without a user name or password."),
    branch: z.string(),
  }),
  request: z.string().nullable().describe("Address of the pull request; null where none was opened from here."),
  sent: z.strictObject({
    at: moment.describe("In universal time."),
    local: moment.describe("The same moment where the student is."),
    zone: z.string().describe("Such as Australia/Sydney."),
  }),
  deadline: z.string().describe("How far the class's deadlines are from that moment, in words."),
});
export type SubmissionReceipt = z.infer<typeof submissionReceiptSchema>;

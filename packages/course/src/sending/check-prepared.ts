import { hasErrors, type Finding } from "@locollm/core";
import { readWorkspace } from "@locollm/store";
import { checkSubmission } from "../grade/check-submission.ts";
import type { Work } from "../work/work.ts";
import type { PreparedSubmission } from "./prepare-submission.ts";

/** What the gate would find wrong before it measures anything: names, kinds and sizes of the files, manifest, rows. Takes seconds. */
export async function checkPrepared(
  work: Work,
  { submission, adapter }: PreparedSubmission,
): Promise<readonly Finding[]> {
  if (hasErrors(submission.findings)) return submission.findings;
  const workspace = await readWorkspace(submission.root);
  const { findings } = await checkSubmission(work.signal, workspace, adapter);
  return [...submission.findings, ...findings];
}

import type { SubmissionReceipt } from "@locollm/core";
import { readWorkspace } from "@locollm/store";
import { deadlineWords } from "./deadline-words.ts";
import { localMoment, localZone } from "./local-moment.ts";
import type { PreparedSubmission } from "./prepare-submission.ts";
import type { Remote } from "./remotes.ts";
import { addressToShow } from "./remote-place.ts";

/** The receipt of what was pushed at this moment; deadlines are the class's own. */
export async function makeReceipt(prepared: PreparedSubmission, remote: Remote, at: Date): Promise<SubmissionReceipt> {
  const { adapter, version, scratch, base, count, bytes, submission, branch } = prepared;
  const [semester] = adapter.split("/");
  const { semesters } = await readWorkspace(submission.classRoot);
  const rules = semesters.find(({ id }) => id === semester)?.manifest;
  return {
    schema: 1,
    adapter,
    version: version!,
    commit: scratch.commit,
    base,
    files: { count, bytes, sha256: submission.files! },
    remote: { name: remote.name, address: addressToShow(remote.address), branch },
    request: null,
    sent: { at: `${at.toISOString().slice(0, 19)}Z`, local: localMoment(at), zone: localZone() },
    deadline: rules === undefined ? "the class names none" : deadlineWords(rules, at),
  };
}

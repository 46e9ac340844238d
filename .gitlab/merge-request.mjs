/**
 * Prints the number and the head commit of the merge request that GitLab's webhook tells of; nothing where it tells of something that
 * changes no commit, such as a label. Whoever may start the pipeline decides what is in it, so nothing but a number and a hash gets out.
 */
import { readFileSync } from "node:fs";

const { object_kind: kind, object_attributes: request } = JSON.parse(readFileSync(process.env.TRIGGER_PAYLOAD, "utf8"));
const moved = ["open", "reopen"].includes(request?.action) || (request?.action === "update" && "oldrev" in request);
const { iid, last_commit: commit, target_branch: target } = request ?? {};
if (kind === "merge_request" && moved && target === process.env.CI_DEFAULT_BRANCH) {
  if (!Number.isSafeInteger(iid) || !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit?.id))
    throw new Error("The webhook's payload holds no merge request's number and commit.");
  console.log(`${iid} ${commit.id}`);
}

import type { SubmissionReceipt } from "@locollm/core";
import { formatBytes } from "../words/bytes.ts";

/** A receipt as a person reads it. */
export function receiptText({
  adapter,
  version,
  commit,
  files,
  remote,
  request,
  sent,
  deadline,
}: SubmissionReceipt): string {
  const lines = [
    ["commit", commit],
    ["files", `${files.count}, ${formatBytes(files.bytes)}, sha256 ${files.sha256}`],
    ["branch", `${remote.branch} on ${remote.name} (${remote.address})`],
    ["time", `${sent.local} (${sent.zone}), ${sent.at}`],
    ["deadline", deadline],
    ["request", request ?? "not opened from here"],
  ];
  const wide = Math.max(...lines.map(([name]) => name!.length));
  return [`Submitted ${adapter} ${version}`, ...lines.map(([name, value]) => `  ${name!.padEnd(wide)}  ${value}`)].join(
    "\n",
  );
}

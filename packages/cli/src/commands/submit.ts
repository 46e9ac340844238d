import path from "node:path";
import { hasErrors, type JsonValue, type SubmissionReceipt } from "@locollm/core";
import {
  forkHint,
  lastReceiptOf,
  makeReceipt,
  openPullRequest,
  prepareSubmission,
  pushBranch,
  readSubmission,
  receiptText,
  StepTimer,
  writeReceipt,
  type PreparedSubmission,
  type Pushed,
} from "@locollm/course";
import { findClassRepository } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { keptGrade } from "../steps/kept-grade.ts";
import { refusedFolder, sayWhatGoes, type SubmitOptions } from "../steps/say-what-goes.ts";
import { gradeFolder } from "../steps/write-grade.ts";
import { findingsCount, findingsText } from "../terminal/finding-lines.ts";

/**
 * Sends an adapter's folder as a commit of its own. It is checked first, which takes seconds, and not measured: that is CI's work, and
 * --dry-run shows it beforehand.
 */
export async function submit(
  invocation: Invocation,
  named: string | undefined,
  options: SubmitOptions,
): Promise<CommandResult> {
  const repository = await findClassRepository(invocation.directory);
  const prepared = await prepareSubmission(invocation, { root: repository, adapter: named, ...options, push: true });
  if ("findings" in prepared) return refusedFolder(prepared);
  await using held = prepared;
  sayWhatGoes(invocation, held, named);
  if (held.accepted)
    return nothingNew(held, ["The class has this very folder already.", ...forkHint(held.remotes)].join("\n"));
  const last = await lastReceiptOf(repository, [held.adapter]);
  if (held.previous?.same === true) return await sentBefore(invocation, held, last);

  const { findings } = await readSubmission(invocation, held.submission, repository, new StepTimer());
  if (hasErrors(findings)) {
    const summary = `Nothing was sent: ${findingsCount(findings)}.`;
    return { data: { adapter: held.adapter, sent: false }, findings, text: `${findingsText(findings)}\n\n${summary}` };
  }
  for (const { file, message } of findings.filter(({ severity }) => severity === "warning"))
    invocation.talk.warn(`${file === undefined ? "" : `${file}: `}${message}`);
  await sayGraded(invocation, repository, held);

  const pushed = await pushBranch(invocation, held);
  const receipt = await makeReceipt(held, pushed.remote, new Date());
  // Before anything else can fail: what was pushed is known from now on.
  await writeReceipt(repository, receipt);
  return await requested(invocation, held, pushed, receipt);
}

/** The pull request, and the receipt with its address. */
async function requested(
  invocation: Invocation,
  held: PreparedSubmission,
  pushed: Pushed,
  receipt: SubmissionReceipt,
): Promise<CommandResult> {
  const { address, page } = await openPullRequest(invocation, held, pushed, receipt);
  const whole = { ...receipt, request: address };
  const file = await writeReceipt(held.own.root, whole);
  if (address === null)
    invocation.talk.say(
      page === null
        ? `Open the pull request on the web page of ${whole.remote.name}, from the branch ${whole.remote.branch}.`
        : `Open the pull request here: ${page}`,
    );
  invocation.talk.say(`Kept: ${path.relative(invocation.directory, file)}`);
  return { data: { sent: true, receipt: whole as unknown as JsonValue, page }, text: receiptText(whole) };
}

/** The branch holds these very files. A pull request that could not be opened with them is tried again. */
async function sentBefore(
  invocation: Invocation,
  held: PreparedSubmission,
  last: SubmissionReceipt | undefined,
): Promise<CommandResult> {
  const { remotes, previous, branch } = held;
  const words = `Nothing changed since commit ${previous!.commit.slice(0, 12)}, which is on ${branch}.`;
  if (last === undefined || last.files.sha256 !== held.submission.files) return nothingNew(held, words);
  if (last.request !== null) return nothingNew(held, `${words}\n\n${receiptText(last)}`);
  invocation.talk.say(words);
  return requested(invocation, held, { remote: remotes.own!, pages: [] }, last);
}

function nothingNew({ adapter }: PreparedSubmission, words: string): CommandResult {
  return { data: { adapter, sent: false }, text: `${words}\nNothing was sent.` };
}

/** What the gate said of these very files, if it was asked here. */
async function sayGraded({ talk }: Invocation, repository: string, held: PreparedSubmission): Promise<void> {
  const record = await keptGrade(gradeFolder(repository, held.adapter));
  if (record !== null && record.submission.files === held.submission.files)
    talk.say(`Graded here before: ${record.title}`);
  else talk.say("Checked, and not measured here: CI does that (loco submit --dry-run shows it beforehand).");
}

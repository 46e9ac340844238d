import { execa } from "execa";
import { z } from "zod";
import type { SubmissionReceipt } from "@locollm/core";
import type { Work } from "../work/work.ts";
import { lastLine } from "./own-git.ts";
import type { PreparedSubmission } from "./prepare-submission.ts";
import type { Pushed } from "./push-branch.ts";
import { requestPage, type RemotePlace } from "./remote-place.ts";

export interface PullRequest {
  /** The one that is open; null where none could be opened from here. */
  readonly address: string | null;
  /** Where a person opens it by hand. */
  readonly page: string | null;
}

const parentSchema = z.object({
  parent: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }).nullable(),
});
const listSchema = z.array(
  z.object({ url: z.url({ protocol: /^https$/ }), headRepositoryOwner: z.object({ login: z.string() }).nullable() }),
);

/**
 * Opens the pull request with GitHub's own `gh` where it is there and logged in, or finds the one that is open already. Whatever goes wrong
 * with it is said and ends nothing: the branch is pushed.
 */
export async function openPullRequest(
  work: Work,
  prepared: PreparedSubmission,
  { remote, pages }: Pushed,
  receipt: SubmissionReceipt,
): Promise<PullRequest> {
  const { branch, remotes } = prepared;
  const from = remote.place;
  if (from === null) return { address: null, page: null };
  const course = remotes.course?.place ?? null;
  const named = course !== null && course.host === from.host && course.path !== from.path ? course : null;
  const page = (into: RemotePlace | null) => requestPage({ into, from, branch }) ?? pages[0] ?? null;
  const gh = hub(work, prepared.own.root);
  if (!(await gh(["auth", "status", "--hostname", from.host])).ok) return { address: null, page: page(named) };
  try {
    const into = named ?? (await parentOf(gh, from)) ?? from;
    const [owner] = from.path.split("/");
    const at = ["--repo", whole(into)];
    const listed = await need(gh, ["pr", "list", ...at, "--head", branch, "--json", "url,headRepositoryOwner"]);
    const open = listSchema.parse(JSON.parse(listed)).find(({ headRepositoryOwner: by }) => by?.login === owner);
    if (open !== undefined) return { address: open.url, page: open.url };
    const head = into.path === from.path ? branch : `${owner}:${branch}`;
    const title = `${receipt.adapter} ${receipt.version}`;
    const made = await need(gh, ["pr", "create", ...at, "--head", head, "--title", title, "--body", body(receipt)]);
    const address = /https:\/\/\S+/.exec(made)?.[0] ?? null;
    return { address, page: address ?? page(into) };
  } catch (error) {
    work.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    work.talk.warn(`gh could not open the pull request: ${why}`);
    return { address: null, page: page(named) };
  }
}

type Hub = (args: readonly string[]) => Promise<{ ok: boolean; stdout: string; stderr: string }>;

function hub({ signal }: Work, cwd: string): Hub {
  return async (args) => {
    const { failed, stdout, stderr } = await execa("gh", args, {
      cwd,
      reject: false,
      stdin: "ignore",
      timeout: 120_000,
      cancelSignal: signal,
      env: { GH_PROMPT_DISABLED: "1", GH_NO_UPDATE_NOTIFIER: "1", NO_COLOR: "1" },
    });
    signal.throwIfAborted();
    return { ok: !failed, stdout: stdout ?? "", stderr: stderr ?? "" };
  };
}

async function need(gh: Hub, args: readonly string[]): Promise<string> {
  const { ok, stdout, stderr } = await gh(args);
  if (!ok) throw new Error(lastLine(stderr) || `gh ${args[0]} ${args[1]} failed`);
  return stdout;
}

async function parentOf(gh: Hub, fork: RemotePlace): Promise<RemotePlace | null> {
  const { parent } = parentSchema.parse(JSON.parse(await need(gh, ["repo", "view", whole(fork), "--json", "parent"])));
  return parent === null ? null : { host: fork.host, path: `${parent.owner.login}/${parent.name}` };
}

function whole({ host, path }: RemotePlace): string {
  return `${host}/${path}`;
}

function body({ adapter, version, commit, files }: SubmissionReceipt): string {
  return [
    `Submits \`${adapter}\` ${version}: one folder, ${files.count} files, sent by \`loco submit\`.`,
    "",
    `- commit \`${commit}\``,
    `- files \`${files.sha256}\` (sha256)`,
    "",
    "The report comes as a comment, and is written anew with each push.",
  ].join("\n");
}

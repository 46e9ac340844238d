import type { Finding } from "@locollm/core";
import { z } from "zod";
import { Forge } from "./forge.ts";
import { checkName, commentMarker, type Posted } from "./posted.ts";

export interface GitHubPlace {
  readonly api: string;
  /** `<owner>/<name>` of the class's own repository. */
  readonly repository: string;
  readonly token: string;
  readonly pullRequest: number;
  /** Who the token comments as. */
  readonly author: string;
}

/** What became of the comment; `none`: there was none to be written anew, and none is made for this. */
export type Comment = "created" | "updated" | "none" | "superseded";

const commentSchema = z.object({
  id: z.int(),
  user: z.object({ login: z.string() }).nullable(),
  body: z.string().nullish(),
});
const pullSchema = z.object({ head: z.object({ sha: z.string() }) });
const madeSchema = z.object({ id: z.int() });
/** A check takes so many annotations with one request. */
const annotationsAtOnce = 50;
const mostAnnotations = 500;

/**
 * Posts a verdict on a pull request: one comment, which later ones replace, and a check on the commit. Where a newer commit was pushed
 * meanwhile nothing is posted, because that commit gets its own verdict.
 *
 * @throws LocoError of `Forge`
 */
export async function postToGitHub(place: GitHubPlace, posted: Posted, signal: AbortSignal): Promise<Comment> {
  const forge = new Forge({
    api: place.api,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${place.token}`,
      "user-agent": "locollm",
      "x-github-api-version": "2022-11-28",
    },
    rights: "permissions: pull-requests: write, checks: write",
    signal,
  });
  const repository = `/repos/${place.repository}`;
  const pull = await forge.ask({ method: "GET", path: `${repository}/pulls/${place.pullRequest}` }, pullSchema);
  if (pull.head.sha !== posted.commit) return "superseded";
  // The comment first: a check can be refused for one annotation, and the words would be lost with it.
  const comment = await putComment(forge, repository, place, posted);
  await makeCheck(forge, repository, posted);
  return comment;
}

async function putComment(forge: Forge, repository: string, place: GitHubPlace, posted: Posted): Promise<Comment> {
  const { comment: body, opens } = posted;
  const comments = `${repository}/issues/${place.pullRequest}/comments`;
  // Anybody can write the marker; only what the bot wrote is its to change.
  for await (const { id, user, body: written } of forge.list(comments, z.array(commentSchema))) {
    if (user?.login !== place.author || written?.startsWith(commentMarker) !== true) continue;
    await forge.ask({ method: "PATCH", path: `${repository}/issues/comments/${id}`, body: { body } }, madeSchema);
    return "updated";
  }
  if (!opens) return "none";
  await forge.ask({ method: "POST", path: comments, body: { body } }, madeSchema);
  return "created";
}

async function makeCheck(forge: Forge, repository: string, posted: Posted): Promise<void> {
  const { title, summary, commit, conclusion, run } = posted;
  const annotations = posted.findings.slice(0, mostAnnotations).flatMap(annotation);
  const output = (from: number) => ({
    title: title.slice(0, 250),
    summary,
    annotations: annotations.slice(from, from + annotationsAtOnce),
  });
  const { id } = await forge.ask(
    {
      method: "POST",
      path: `${repository}/check-runs`,
      body: {
        name: checkName,
        head_sha: commit,
        status: "completed",
        conclusion,
        ...(run !== null && { details_url: run }),
        output: output(0),
      },
    },
    madeSchema,
  );
  for (let from = annotationsAtOnce; from < annotations.length; from += annotationsAtOnce)
    await forge.ask(
      { method: "PATCH", path: `${repository}/check-runs/${id}`, body: { output: output(from) } },
      madeSchema,
    );
}

const levels = { error: "failure", warning: "warning", note: "notice" } as const;

/** Shown beside the line; GitHub shows its text as it is, not as Markdown. */
function annotation({ file, line = 1, severity, code, message, fix }: Finding) {
  if (file === undefined) return [];
  return [
    {
      path: file,
      start_line: line,
      end_line: line,
      annotation_level: levels[severity],
      title: code,
      message: `${message}\n${fix}`.slice(0, 4000),
    },
  ];
}

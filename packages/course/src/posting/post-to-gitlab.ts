import { z } from "zod";
import { Forge } from "./forge.ts";
import { checkName, commentMarker, type Posted } from "./posted.ts";
import type { Comment } from "./post-to-github.ts";

export interface GitLabPlace {
  /** `CI_API_V4_URL`. */
  readonly api: string;
  /** Number of the class's own project. */
  readonly project: string;
  /** Of a project access token with the scope `api` and the role Developer; a job's own token cannot write notes. */
  readonly token: string;
  readonly mergeRequest: number;
}

const userSchema = z.object({ id: z.int() });
const noteSchema = z.object({ id: z.int(), body: z.string(), author: userSchema });
const mergeRequestSchema = z.object({ sha: z.string() });
const madeSchema = z.object({ id: z.int() });
/** GitLab has no neutral status; a skipped one neither passes nor fails. */
const states = { success: "success", neutral: "skipped", failure: "failed" } as const;

/** The same on GitLab: one note on the merge request, and a status of the commit. @throws LocoError of `Forge` */
export async function postToGitLab(place: GitLabPlace, posted: Posted, signal: AbortSignal): Promise<Comment> {
  const forge = new Forge({
    api: place.api,
    headers: { "private-token": place.token, "user-agent": "locollm" },
    rights: "the scope api and the role Developer in the class's project",
    signal,
  });
  const project = `/projects/${place.project}`;
  const request = `${project}/merge_requests/${place.mergeRequest}`;
  const { sha } = await forge.ask({ method: "GET", path: request }, mergeRequestSchema);
  if (sha !== posted.commit) return "superseded";
  const comment = await putNote(forge, `${request}/notes`, posted);
  const status = {
    state: states[posted.conclusion],
    name: checkName,
    description: posted.title.slice(0, 250),
    ...(posted.run !== null && { target_url: posted.run }),
  };
  await forge.ask({ method: "POST", path: `${project}/statuses/${posted.commit}`, body: status }, madeSchema);
  return comment;
}

async function putNote(forge: Forge, notes: string, { comment: body, opens }: Posted): Promise<Comment> {
  const me = await forge.ask({ method: "GET", path: "/user" }, userSchema);
  for await (const { id, author, body: written } of forge.list(notes, z.array(noteSchema))) {
    if (author.id !== me.id || !written.startsWith(commentMarker)) continue;
    await forge.ask({ method: "PUT", path: `${notes}/${id}`, body: { body } }, madeSchema);
    return "updated";
  }
  if (!opens) return "none";
  await forge.ask({ method: "POST", path: notes, body: { body } }, madeSchema);
  return "created";
}

import path from "node:path";
import { LocoError } from "@locollm/core";
import {
  type Posted,
  postedFailure,
  postedGrade,
  postedNothing,
  postToGitHub,
  postToGitLab,
  readGrade,
} from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";

export interface PostOptions {
  readonly request: number;
  readonly commit: string;
  readonly result: string;
  readonly run?: string | undefined;
  readonly author: string;
}

/** Posts what `loco grade` wrote on the pull or merge request that it is about; the forge and its token are named by the environment of its jobs. */
export async function post(
  { directory, signal, talk }: Invocation,
  folder: string,
  { request, commit, result, author, ...named }: PostOptions,
): Promise<CommandResult> {
  const run = named.run ?? null;
  const { graded, findings } =
    result === "success" ? await readGrade(path.resolve(directory, folder), commit) : { graded: null, findings: [] };
  const posted = (): Posted => {
    if (result === "nothing") return postedNothing(commit, run);
    return graded === null ? postedFailure(commit, run) : postedGrade(graded.record, graded.report, commit, run);
  };
  const said = posted();
  const comment = await postTo(said, request, author, signal);
  const words = {
    created: "The comment was made",
    updated: "The comment was written anew",
    none: "There is no comment",
    superseded: "Nothing was posted: a newer commit was pushed meanwhile, and gets its own verdict",
  };
  talk.say(said.title);
  return {
    data: { comment, conclusion: said.conclusion, title: said.title, commit },
    text: `${words[comment]}${comment === "superseded" ? "" : `; the check says ${said.conclusion}`}.`,
    findings,
  };
}

function postTo(posted: Posted, request: number, author: string, signal: AbortSignal) {
  const { env } = process;
  if (env["GITLAB_CI"] === "true") {
    const place = {
      api: needed("CI_API_V4_URL"),
      project: needed("CI_PROJECT_ID"),
      token: needed("LOCO_GITLAB_TOKEN"),
      mergeRequest: request,
    };
    return postToGitLab(place, posted, signal);
  }
  const place = {
    api: env["GITHUB_API_URL"] ?? "https://api.github.com",
    repository: needed("GITHUB_REPOSITORY"),
    token: needed("GITHUB_TOKEN"),
    pullRequest: request,
    author,
  };
  return postToGitHub(place, posted, signal);
}

function needed(variable: string): string {
  const value = process.env[variable];
  if (value !== undefined && value !== "") return value;
  throw new LocoError({
    code: "variable-missing",
    message: `The environment variable ${variable} is not set.`,
    fix: "loco post runs in a job of GitHub Actions or GitLab CI: see docs/grading.md.",
    fields: { variable },
    kind: "usage",
  });
}

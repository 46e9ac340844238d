import path from "node:path";
import { openPlacedSubmission, openSubmission, type Submission } from "@locollm/course";
import { readWorkspace, resolveSemester, type Workspace } from "@locollm/store";
import type { Invocation } from "../invocation.ts";
import { adapterNamed } from "./adapter-named.ts";

export interface OpenOptions {
  readonly baseRef: string;
  readonly headRef: string;
  readonly semester?: string | undefined;
}

/** What is to be graded: a name, a folder or a zip; without one what a branch changes. */
export async function openNamed(
  { directory }: Invocation,
  repository: string,
  named: string | undefined,
  { baseRef, headRef, semester }: OpenOptions,
): Promise<Submission> {
  if (named === undefined) return openSubmission(repository, baseRef, headRef);
  const workspace: Workspace = await readWorkspace(repository);
  const own = adapterNamed(workspace, named);
  const place = own?.folder ?? path.resolve(directory, named);
  return openPlacedSubmission(repository, place, resolveSemester(workspace, semester).id);
}

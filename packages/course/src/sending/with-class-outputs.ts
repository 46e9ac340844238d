import { isDeepStrictEqual } from "node:util";
import { adapterPath, type GradeRules } from "@locollm/core";
import { isClassOutput } from "../submission/class-outputs.ts";
import { commitFiles } from "../submission/commit-files.ts";
import type { SubmittedFile } from "../submission/submitted-file.ts";

export interface WithClassOutputs {
  readonly files: readonly SubmittedFile[];
  /** Paths whose files here differ from the class's, and stay here. */
  readonly kept: readonly string[];
}

/**
 * A folder's files with the class's own version of all that only the class writes, so that neither what was trained here nor what was
 * measured here is sent.
 *
 * @param base the class's commit
 */
export async function withClassOutputs(
  repository: string,
  base: string,
  adapter: string,
  files: readonly SubmittedFile[],
  weights: GradeRules["weights"],
): Promise<WithClassOutputs> {
  const folder = adapterPath(adapter);
  const isOutput = ({ path }: SubmittedFile) => isClassOutput(path.slice(folder.length + 1), weights);
  const theirs = (await commitFiles(repository, base, folder)).filter(isOutput);
  const known = new Map(theirs.map((file) => [file.path, file]));
  const kept: string[] = [];
  for (const file of files.filter(isOutput)) {
    const same = known.get(file.path);
    if (same === undefined || same.bytes !== file.bytes || !isDeepStrictEqual(await bytes(same), await bytes(file)))
      kept.push(file.path);
  }
  const sent = [...files.filter((file) => !isOutput(file)), ...theirs].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files: sent, kept };
}

async function bytes(file: SubmittedFile): Promise<Uint8Array> {
  return new Uint8Array(await file.read());
}

import { realpath } from "node:fs/promises";
import path from "node:path";
import { LocoError } from "@locollm/core";

export interface PrivateFolder {
  readonly code: "records-in-repository" | "sealed-in-repository";
  /** What everybody would read there, such as `points and names`. */
  readonly holds: string;
  /** A folder to name instead. */
  readonly such: string;
}

/**
 * Refuses a folder that stands in a class repository, also where a link leads into it: what is committed there, everybody reads.
 *
 * @param folder an absolute path, which need not be there yet
 * @throws LocoError `records-in-repository`, `sealed-in-repository`
 */
export async function requireOutside(folder: string, repository: string, about: PrivateFolder): Promise<void> {
  const [place, root] = await Promise.all([realPlace(folder), realPlace(repository)]);
  const isInside = [
    [folder, repository],
    [place, root],
  ].some(([inner, outer]) => {
    const way = path.relative(outer!, inner!);
    return way === "" || (way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
  });
  if (!isInside) return;
  throw new LocoError({
    code: about.code,
    message: `${folder} is in the class repository, where ${about.holds} would be read by everybody.`,
    fix: `Name a folder outside it, such as ${about.such}.`,
    fields: { folder },
    kind: "usage",
  });
}

/** Where a path leads when all links are followed, as far as there is something. */
async function realPlace(place: string): Promise<string> {
  for (let there = place, rest = ""; ; rest = path.join(path.basename(there), rest), there = path.dirname(there)) {
    const real = await realpath(there).catch(() => null);
    if (real !== null) return path.join(real, rest);
    if (path.dirname(there) === there) return place;
  }
}

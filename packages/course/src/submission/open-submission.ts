import { stat } from "node:fs/promises";
import path from "node:path";
import { adapterPath, type Finding, LocoError, slugSchema } from "@locollm/core";
import { asMerged, changedOnBoth } from "./as-merged.ts";
import { changedPaths } from "./changed-paths.ts";
import { classFiles } from "./class-files.ts";
import { commitFiles } from "./commit-files.ts";
import { folderFiles } from "./folder-files.ts";
import { stageSubmission, type Submission } from "./stage-submission.ts";
import type { SubmittedFile } from "./submitted-file.ts";
import { touchedAdapter } from "./touched-adapter.ts";
import { zipFiles } from "./zip-files.ts";

/**
 * Opens what a branch wants to add to the class. Every other file is the class's own, at the commit of `baseRef`, so that a change
 * beside the adapter's folder changes nothing that is graded with.
 *
 * @throws LocoError `git-failed`, `git-missing`
 */
export async function openSubmission(repository: string, baseRef: string, headRef = "HEAD"): Promise<Submission> {
  const { base, head, fork, paths, findings: listing } = await changedPaths(repository, baseRef, headRef);
  const { adapter, findings: touched } = touchedAdapter(paths);
  const ours = (await Promise.all(["bases", "semesters"].map((name) => commitFiles(repository, base, name)))).flat();
  const theirs = adapter === null ? [] : await commitFiles(repository, head, adapterPath(adapter));
  const removed = adapter !== null && theirs.length === 0 ? [wholeFolderRemoved(adapter, base)] : [];
  const sent = adapter === null ? [] : asMerged(paths, theirs, ours, adapter);
  const onBoth = adapter === null ? [] : await changedOnBoth(repository, { fork, base, paths, adapter });
  const findings = [...listing, ...touched, ...removed, ...onBoth];
  return stageSubmission({ adapter, from: "git", head, base, findings, ours, sent });
}

function wholeFolderRemoved(adapter: string, base: string): Finding {
  const folder = adapterPath(adapter);
  return {
    code: "adapter-removed",
    severity: "error",
    file: folder,
    message: `The change removes the whole folder of ${adapter}, so there is nothing to measure.`,
    fix: `Bring it back: git checkout ${base.slice(0, 12)} -- ${folder}. Taking an adapter out of the class is a maintainer's to do.`,
  };
}

/**
 * Opens an adapter's folder or a zip of it beside the class as it stands in `repository`. A folder of the class itself is taken out of
 * it first, as if it were new.
 *
 * @param place path of a folder, or of a file that is a zip
 * @param semester where a folder from elsewhere is to join
 * @throws LocoError `submission-missing`, `submission-unnamed`, `submission-not-adapter`, `zip-unreadable`, `zip-without-adapter`
 */
export async function openPlacedSubmission(repository: string, place: string, semester: string): Promise<Submission> {
  const target = path.resolve(place);
  const found = await stat(target).catch(() => null);
  if (found === null) {
    throw new LocoError({
      code: "submission-missing",
      message: `There is no ${place}.`,
      fix: "Name an adapter of this class, a folder with an adapter.yaml, or a zip of one.",
      fields: { place },
      kind: "usage",
    });
  }
  const semesters = path.join(repository, "semesters");
  const inside = path.relative(semesters, target).split(path.sep);
  const [own, adapters, slug] = inside;
  const ofClass = found.isDirectory() && isWithin(semesters, target);
  const isOwn = ofClass && inside.length === 3 && adapters === "adapters";
  if ((ofClass && !isOwn) || isWithin(target, repository)) throw notAdapter(place);
  const adapter = isOwn ? `${own}/${slug}` : `${semester}/${slugOf(target)}`;
  const folder = adapterPath(adapter);
  const all = await classFiles(repository);
  const ours = isOwn ? all.filter((file) => !file.path.startsWith(`${folder}/`)) : all;
  const about = { adapter, head: null, base: null, findings: [], ours };
  if (!found.isDirectory() && !found.isFile()) throw notOpened(place);
  if (!found.isDirectory()) {
    using zip = await zipFiles(target, folder);
    return await stageSubmission({ ...about, from: "zip", sent: zip.files.filter(isSent) });
  }
  const sent = (await folderFiles(path.dirname(target), path.basename(target))).map((file) => ({
    ...file,
    path: `${folder}${file.path.slice(path.basename(target).length)}`,
  }));
  return stageSubmission({ ...about, from: "folder", sent: sent.filter(isSent) });
}

function isWithin(folder: string, place: string): boolean {
  const way = path.relative(folder, place);
  return way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

function notAdapter(place: string): LocoError {
  return new LocoError({
    code: "submission-not-adapter",
    message: `${place} is a folder of the class, and not an adapter's.`,
    fix: "Name an adapter, such as iso-dates, or its folder, semesters/<semester>/adapters/<name>.",
    fields: { place },
    kind: "usage",
  });
}

/** A pipe or a device would hold up whoever opens it. */
function notOpened(place: string): LocoError {
  return new LocoError({
    code: "zip-unreadable",
    message: `${place} is neither a folder nor a plain file.`,
    fix: "Name a folder with an adapter.yaml, or a zip of one.",
    fields: { zip: place },
    kind: "usage",
  });
}

/** Whether somebody sent it: a desktop leaves files of its own in folders and zips. */
function isSent({ path: name }: SubmittedFile): boolean {
  return !/(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(name);
}

function slugOf(target: string): string {
  const name = path.basename(target).replace(/\.zip$/i, "");
  if (slugSchema.safeParse(name).success) return name;
  throw new LocoError({
    code: "submission-unnamed",
    message: `${name} cannot be an adapter's name, and that is what the folder or zip is called.`,
    fix: "Name it like the adapter: lower-case letters and digits joined by single hyphens, such as tide-tables.",
    fields: { name },
    kind: "usage",
  });
}

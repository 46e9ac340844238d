import { adapterPath, firstFindings, slugSchema, visibleText, type Finding } from "@locollm/core";
import type { ChangedPath } from "./changed-paths.ts";

export interface TouchedAdapter {
  /** `<semester>/<slug>`; null where no adapter's folder is touched, or more than one. */
  readonly adapter: string | null;
  readonly findings: readonly Finding[];
}

/** A change of the whole repository is told by its first files. */
const mostFindings = 200;
const mostNamed = 10;
const misnamedAdapter = /^semesters\/[^/]+\/adapters\/([^/]+)\/./;
const insideAdapter = /^semesters\/([a-z0-9-]+)\/adapters\/([a-z0-9-]+)\/./;

/**
 * The one adapter that a change is about, and what it touches beside it. A submission changes the files of one adapter's folder and
 * no other: not the code, not a workflow, not the rules, not somebody else's folder.
 */
export function touchedAdapter(paths: readonly ChangedPath[]): TouchedAdapter {
  const folders = new Set<string>();
  for (const { path } of paths) {
    const [, semester, slug] = insideAdapter.exec(path) ?? [];
    if (semester !== undefined) folders.add(`${semester}/${slug}`);
  }
  const [adapter = null, ...others] = folders;
  const own = adapter === null || others.length > 0 ? null : `${adapterPath(adapter)}/`;
  const strangers = paths.filter(({ path }) => own === null || !path.startsWith(own));
  const misnamed = new Set(strangers.flatMap(({ path }) => misnamedFolder(path) ?? []));
  const names = [...misnamed].map((folder): Finding => ({
    code: "adapter-name",
    severity: "error",
    file: visibleText(folder),
    message: `${visibleText(folder.split("/").at(-1)!)} cannot be an adapter's name.`,
    fix: "Use lower-case letters and digits joined by single hyphens, such as tide-tables.",
  }));
  const findings = strangers
    .filter(({ path }) => misnamedFolder(path) === null && (others.length === 0 || !insideAdapter.test(path)))
    .map(({ path, change }): Finding => ({
      code: "outside-own-folder",
      severity: "error",
      file: visibleText(path),
      message: `This file is ${change}, but it is not in ${own ?? "an adapter's folder"}.`,
      fix: "Take it back: a submission changes one adapter's folder and nothing else.",
    }));
  const named = [...folders].sort();
  const several: Finding = {
    code: "several-adapters",
    severity: "error",
    message: `The change touches ${named.length} adapters: ${named.slice(0, mostNamed).join(", ")}${named.length > mostNamed ? " and others" : ""}.`,
    fix: "Send one pull request for each, so that each gets its own report.",
  };
  const all = [...(others.length === 0 ? [] : [several]), ...names, ...findings];
  return { adapter: others.length === 0 ? adapter : null, findings: firstFindings(all, mostFindings) };
}

/** The folder of a path that would be an adapter's if it had the name of one. */
function misnamedFolder(path: string): string | null {
  const slug = misnamedAdapter.exec(path)?.[1];
  if (slug === undefined || slugSchema.safeParse(slug).success) return null;
  return path.split("/").slice(0, 4).join("/");
}

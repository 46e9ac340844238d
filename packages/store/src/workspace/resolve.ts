import { didYouMean, LocoError, type BaseManifest } from "@locollm/core";
import type { AdapterFolder, SemesterFolder, Workspace } from "./workspace.ts";

/**
 * The semester that a bare adapter name means: the one marked active, else the last by name.
 *
 * @throws LocoError `no-semester`
 */
export function activeSemester(workspace: Workspace): SemesterFolder {
  const semester = workspace.semesters.findLast((one) => one.manifest.active) ?? workspace.semesters.at(-1);
  if (semester !== undefined) return semester;
  throw new LocoError({
    code: "no-semester",
    message: "The class repository has no semester that can be read.",
    fix: "Run loco check to see why.",
    kind: "usage",
  });
}

/** @throws LocoError `unknown-semester` with the nearest names */
export function resolveSemester(workspace: Workspace, name: string | undefined): SemesterFolder {
  if (name === undefined) return activeSemester(workspace);
  const found = workspace.semesters.find((semester) => semester.id === name);
  if (found !== undefined) return found;
  const names = workspace.semesters.map((semester) => semester.id);
  throw unknown("semester", name, names);
}

/**
 * The adapter called `<semester>/<slug>`, or `<slug>` in the active semester.
 *
 * @throws LocoError `unknown-adapter` with the nearest names; `adapter-unreadable` where its manifest is wrong
 */
export function resolveAdapter(workspace: Workspace, name: string): AdapterFolder {
  const id = name.includes("/") ? name : `${activeSemester(workspace).id}/${name}`;
  const all = workspace.semesters.flatMap((semester) => semester.adapters);
  const found = all.find((adapter) => adapter.id === id);
  if (found !== undefined) return found;
  const folder = `semesters/${id.replace("/", "/adapters/")}/`;
  if (workspace.findings.some((finding) => finding.file?.startsWith(folder))) {
    throw new LocoError({
      code: "adapter-unreadable",
      message: `${id} cannot be read.`,
      fix: `Run loco check ${id} to see what is wrong in it.`,
      fields: { adapter: id },
    });
  }
  const active = workspace.semesters.length > 0 ? activeSemester(workspace).id : "";
  const names = all.map((adapter) => (adapter.semester === active && !name.includes("/") ? adapter.slug : adapter.id));
  throw unknown("adapter", name, names);
}

/**
 * The base called `name`; without a name the semester's first.
 *
 * @throws LocoError `unknown-base` with the nearest names
 */
export function resolveBase(workspace: Workspace, name?: string, semester = activeSemester(workspace)): BaseManifest {
  const wanted = name ?? semester.manifest.bases[0]!;
  const found = workspace.bases.find((base) => base.id === wanted);
  if (found !== undefined) return found;
  throw unknown(
    "base",
    wanted,
    workspace.bases.map((base) => base.id),
  );
}

function unknown(kind: "adapter" | "base" | "semester", name: string, names: readonly string[]): LocoError {
  return new LocoError({
    code: `unknown-${kind}`,
    message: `There is no ${kind} called ${name}.`,
    fix: didYouMean(name, names),
    fields: { [kind]: name },
    kind: "usage",
  });
}

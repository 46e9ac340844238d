import { adapterPath, type BaseManifest, didYouMean, type Finding, LocoError } from "@locollm/core";
import type { AdapterFolder, SemesterFolder, Workspace } from "./workspace.ts";

/**
 * The semester that a bare adapter name means: the one marked active, else the last by name.
 *
 * @throws LocoError `no-semester`
 */
export function activeSemester(workspace: Workspace): SemesterFolder {
  const semester = workspace.semesters.findLast((one) => one.manifest.active) ?? workspace.semesters.at(-1);
  if (semester !== undefined) return semester;
  const why = errorIn(workspace, "semesters/");
  throw new LocoError({
    code: "no-semester",
    message: `The class repository has no semester that can be read${why === undefined ? "." : `: ${inWords(why)}`}`,
    fix: why?.fix ?? "Copy a folder of semesters/ from the class repository.",
    ...(why === undefined ? { kind: "usage" } : {}),
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

/** The name that a path stands for, as the shell's Tab key completes it: `semesters/<s>/adapters/<a>/` is `<s>/<a>`. */
export function nameOfPath(name: string): string {
  const steps = name.split(/[\\/]/).filter((step) => step !== "" && step !== ".");
  const [root, semester, adapters, slug, ...more] = steps;
  if (root !== "semesters" || semester === undefined || more.length > 0) return steps.join("/");
  if (adapters === undefined) return semester;
  return adapters === "adapters" && slug !== undefined ? `${semester}/${slug}` : steps.join("/");
}

/**
 * The adapter called `<semester>/<slug>`, or `<slug>` in the active semester; the path of its folder will do as well.
 *
 * @throws LocoError `unknown-adapter` with the nearest names; `adapter-unreadable` where its manifest is wrong
 */
export function resolveAdapter(workspace: Workspace, written: string): AdapterFolder {
  const name = nameOfPath(written);
  const id = name.includes("/") ? name : `${activeSemester(workspace).id}/${name}`;
  const all = workspace.semesters.flatMap((semester) => semester.adapters);
  const found = all.find((adapter) => adapter.id === id);
  if (found !== undefined) return found;
  const folder = `${adapterPath(id)}/`;
  const why = errorIn(workspace, folder);
  if (why !== undefined) {
    throw new LocoError({
      code: "adapter-unreadable",
      message: `${id} cannot be read: ${inWords(why)}`,
      fix: `Run loco check ${id} to see what is wrong in it.`,
      fields: { adapter: id },
    });
  }
  throw unknown("adapter", name, adapterNames(workspace, name));
}

/** What adapters may be called where `written` was meant for one: those of the active semester without its name. */
export function adapterNames(workspace: Workspace, written: string): string[] {
  const active = workspace.semesters.length > 0 ? activeSemester(workspace).id : "";
  return workspace.semesters.flatMap(({ id, adapters }) =>
    adapters.map((adapter) => (id === active && !written.includes("/") ? adapter.slug : adapter.id)),
  );
}

/**
 * The base called `name`; without a name the semester's first.
 *
 * @throws LocoError `unknown-base` with the nearest names; `base-unreadable` where its file is wrong
 */
export function resolveBase(workspace: Workspace, name?: string, semester = activeSemester(workspace)): BaseManifest {
  const wanted = name ?? semester.manifest.bases[0]!;
  const found = workspace.bases.find((base) => base.id === wanted);
  if (found !== undefined) return found;
  const file = `bases/${wanted}.yaml`;
  const why = errorIn(workspace, file);
  if (why !== undefined) {
    throw new LocoError({
      code: "base-unreadable",
      message: `The base ${wanted} cannot be read: ${inWords(why)}`,
      fix: why.fix,
      fields: { base: wanted, file },
    });
  }
  const names = workspace.bases.map((base) => base.id);
  if (name !== undefined) throw unknown("base", wanted, names);
  throw new LocoError({
    code: "unknown-base",
    message: `semesters/${semester.id}/semester.yaml names the base ${wanted}, which is not in bases/.`,
    fix: didYouMean(wanted, names),
    fields: { base: wanted, semester: semester.id },
  });
}

/** The first error in a file, or in the files of a folder. */
function errorIn(workspace: Workspace, place: string): Finding | undefined {
  return workspace.findings.find(({ file, severity }) => severity === "error" && file?.startsWith(place));
}

function inWords({ file, line, message }: Finding): string {
  return `${file}${line === undefined ? "" : `:${line}`}: ${message}`;
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

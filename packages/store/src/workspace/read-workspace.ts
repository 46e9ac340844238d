import { readdir } from "node:fs/promises";
import path from "node:path";
import {
  baseManifestSchema,
  didYouMean,
  semesterManifestSchema,
  slugSchema,
  type BaseManifest,
  type Finding,
} from "@locollm/core";
import { readAdapterFolder } from "./read-adapter-folder.ts";
import { readSeals } from "./read-seals.ts";
import { readYaml } from "./read-yaml.ts";
import type { AdapterFolder, SemesterFolder, Workspace } from "./workspace.ts";

/**
 * Reads a class repository: bases, semesters, and every adapter's manifest, locks and results, but no rows
 * (`readAdapterData`). What cannot be read is left out and named in the findings.
 *
 * @param root as `findClassRepository` returns it
 */
export async function readWorkspace(root: string): Promise<Workspace> {
  const bases = await readBases(root);
  const semesters: SemesterFolder[] = [];
  const findings: Finding[] = [...bases.findings];
  for (const id of await folderNames(path.join(root, "semesters"))) {
    const shown = `semesters/${id}`;
    const manifest = await readYaml(
      path.join(root, shown, "semester.yaml"),
      `${shown}/semester.yaml`,
      semesterManifestSchema,
    );
    findings.push(...manifest.findings);
    if (manifest.value === null) continue;
    const known = bases.manifests.map((base) => base.id);
    for (const [at, base] of manifest.value.bases.entries()) {
      if (known.includes(base)) continue;
      findings.push({
        code: "semester-unknown-base",
        severity: "error",
        file: `${shown}/semester.yaml`,
        line: manifest.line(["bases", at]),
        message: `There is no base called ${base} in bases/ that can be read.`,
        fix: didYouMean(base, known),
      });
    }
    const adapters = await readAdapters(root, id);
    const { seals, findings: sealFindings } = await readSeals(root, id);
    findings.push(...sealFindings, ...adapters.findings);
    const { folders, unreadable } = adapters;
    semesters.push({ id, manifest: manifest.value, adapters: folders, seals, unreadable });
  }
  return { root, bases: bases.manifests, semesters, findings };
}

async function readAdapters(root: string, semester: string) {
  const shown = `semesters/${semester}/adapters`;
  const slugs = await folderNames(path.join(root, shown));
  const read = await Promise.all(slugs.map((slug) => readAdapterFolder(root, semester, slug)));
  const findings = read.flatMap((adapter) => adapter.findings);
  for (const slug of slugs.filter((name) => !slugSchema.safeParse(name).success)) {
    findings.push({
      code: "adapter-name",
      severity: "error",
      file: `${shown}/${slug}`,
      message: `${slug} cannot be an adapter's name.`,
      fix: "Use lower-case letters and digits joined by single hyphens, such as tide-tables.",
    });
  }
  return {
    folders: read.flatMap((adapter): AdapterFolder[] => (adapter.folder === null ? [] : [adapter.folder])),
    unreadable: slugs.filter((_, at) => read[at]!.folder === null),
    findings,
  };
}

async function readBases(root: string) {
  const manifests: BaseManifest[] = [];
  const findings: Finding[] = [];
  const files = (await readdir(path.join(root, "bases"))).filter((name) => name.endsWith(".yaml")).sort();
  for (const name of files) {
    const read = await readYaml(path.join(root, "bases", name), `bases/${name}`, baseManifestSchema);
    findings.push(...read.findings);
    if (read.value === null) continue;
    manifests.push(read.value);
    if (`${read.value.id}.yaml` !== name) {
      findings.push({
        code: "base-name",
        severity: "error",
        file: `bases/${name}`,
        message: `The file is called ${name}, the base in it ${read.value.id}.`,
        fix: `Rename the file to ${read.value.id}.yaml.`,
      });
    }
  }
  return { manifests, findings };
}

async function folderNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}

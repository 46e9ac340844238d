import path from "node:path";
import {
  adapterManifestSchema,
  adapterPath,
  type Finding,
  type Lock,
  lockSchema,
  type ResultsSummary,
  resultsSummarySchema,
} from "@locollm/core";
import type { z } from "zod";
import { listAdapterFolder } from "./list-folder.ts";
import { readRecord } from "./read-record.ts";
import { readYaml } from "./read-yaml.ts";
import type { AdapterFolder } from "./workspace.ts";

/** Reads one adapter's manifest, locks and results; `folder` is null where the manifest cannot be read. */
export async function readAdapterFolder(
  root: string,
  semester: string,
  slug: string,
): Promise<{ folder: AdapterFolder | null; findings: readonly Finding[] }> {
  const shown = adapterPath(`${semester}/${slug}`);
  const folder = path.join(root, shown);
  const listed = await listAdapterFolder(folder, shown);
  const manifest = await readYaml(path.join(folder, "adapter.yaml"), `${shown}/adapter.yaml`, adapterManifestSchema);
  const findings: Finding[] = [...listed.findings, ...manifest.findings];
  if (manifest.value === null) return { folder: null, findings };

  const records = async <Schema extends z.ZodType>(kind: string, schema: Schema) => {
    const read = new Map<string, z.output<Schema>>();
    for (const file of listed.files.filter((name) => name.startsWith(`${kind}/`))) {
      const record = await readRecord(path.join(folder, file), `${shown}/${file}`, schema);
      findings.push(...record.findings);
      if (record.value !== null) read.set(path.posix.basename(file, ".json"), record.value);
    }
    return read;
  };
  const locks: Map<string, Lock> = await records("locks", lockSchema);
  const results: Map<string, ResultsSummary> = await records("results", resultsSummarySchema);
  const { value, line: manifestLine } = manifest;
  return {
    folder: { id: `${semester}/${slug}`, slug, semester, folder, manifest: value, manifestLine, locks, results },
    findings,
  };
}

import path from "node:path";
import type { BaseManifest, Finding } from "@locollm/core";
import { maxCardBytes } from "../adapter-files/write-records.ts";
import { readText } from "../workspace/read-text.ts";
import type { AdapterFolder } from "../workspace/workspace.ts";
import { bindsAdapters, isShareAlike } from "./licence-terms.ts";

/**
 * Whether the data's licence and the terms of each base that the adapter is trained on, or will be by the semester's rules, go together.
 * A base's terms flow down to its adapters: who passes one on passes them on too, and the model card has to say so once there is one.
 */
export async function baseTerms(
  { folder, manifest, manifestLine, locks }: AdapterFolder,
  bases: readonly BaseManifest[],
  defaultBase: BaseManifest | undefined,
  shown: string,
): Promise<Finding[]> {
  const binding = bases.filter(
    (base) => (locks.has(base.id) || base === defaultBase) && bindsAdapters(base.licence.name),
  );
  if (binding.length === 0) return [];
  const findings: Finding[] = [];
  const { text } = await readText(path.join(folder, "README.md"), `${shown}/README.md`, maxCardBytes);
  for (const { id, licence } of binding) {
    if (locks.has(id) && text !== null && !text.includes(licence.name)) {
      findings.push({
        code: "base-terms-untold",
        severity: "warning",
        file: `${shown}/README.md`,
        message: `The weights for ${id} are under ${licence.name} too, and the model card does not name it.`,
        fix: `Add a line: ${licence.notice ?? `the weights for ${id} come under ${licence.name}`}.`,
      });
    }
    if (isShareAlike(manifest.licence)) {
      findings.push({
        code: "licence-conflict",
        severity: "warning",
        file: `${shown}/adapter.yaml`,
        line: manifestLine(["licence"]),
        message: `${manifest.licence} allows no further restrictions, and ${licence.name} of ${id} adds some to what is trained on it.`,
        fix: "Use rows under a licence without share-alike, or train on a base without use restrictions only.",
      });
    }
  }
  return findings;
}

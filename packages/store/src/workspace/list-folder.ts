import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Finding } from "@locollm/core";
import { errorCode, isTemporary } from "../write-whole.ts";

/** What an adapter's folder may hold; everything else is a finding. */
const allowed = [
  /^adapter\.yaml$/,
  /^README\.md$/,
  /^TRAINING_LOG\.md$/,
  /^proposal\.md$/,
  /^data\/(train|eval|sealed)\.jsonl$/,
  /^data\/fixtures\/[A-Za-z0-9._-]+\.json$/,
  /^(locks|results|sealed-results)\/[a-z0-9-]+\.json$/,
  /^weights\/[a-z0-9-]+\.gguf$/,
];
/** Files that operating systems drop by themselves. */
const harmless = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\.gitkeep)$/;
const maxFiles = 500;

/** The plain files below an adapter's folder, as paths with forward slashes; links and strangers become findings. */
export async function listAdapterFolder(
  folder: string,
  shown: string,
): Promise<{ files: readonly string[]; findings: readonly Finding[] }> {
  const files: string[] = [];
  const findings: Finding[] = [];
  const report = (file: string, code: string, message: string, fix: string) =>
    findings.push({ code, severity: "error", file: `${shown}/${file}`, message, fix });
  const pending = [""];
  let seen = 0;
  while (pending.length > 0) {
    const at = pending.pop()!;
    const entries = await readdir(path.join(folder, at), { withFileTypes: true }).catch((error: unknown) => {
      if (!["EACCES", "EPERM", "EBUSY"].includes(errorCode(error))) throw error;
      report(at, "folder-unreadable", "You may not read this folder.", "Give yourself the right to read it.");
      return [];
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (++seen > maxFiles) {
        report(
          at,
          "too-many-files",
          `The folder holds more than ${maxFiles} files.`,
          "Keep only what an adapter's folder is for.",
        );
        return { files, findings };
      }
      const name = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isSymbolicLink()) report(name, "file-is-link", "This is a symbolic link.", "Put the file itself here.");
      else if (entry.isDirectory()) pending.push(name);
      else if (!entry.isFile()) report(name, "file-not-regular", "This is not a plain file.", "Remove it.");
      else if (allowed.some((pattern) => pattern.test(name))) files.push(name);
      // A kill may leave an unfinished file of ours; it is nobody's mistake, and git ignores it.
      else if (!harmless.test(name) && !isTemporary(entry.name)) {
        report(
          name,
          "file-unexpected",
          "An adapter's folder holds data only, and this file has no place in it.",
          "Remove it. Allowed: adapter.yaml, README.md, proposal.md, TRAINING_LOG.md, data/, locks/, results/, weights/.",
        );
      }
    }
  }
  return { files, findings };
}

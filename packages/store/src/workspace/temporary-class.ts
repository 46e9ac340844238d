import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** A class repository in a temporary folder, for tests: files by their path (null: none), removed on disposal. */
export async function temporaryClass(files: Readonly<Record<string, string | Uint8Array | null>>) {
  // A space and an accent, because a student's name has them.
  const root = await mkdtemp(path.join(os.tmpdir(), "loco clàss-"));
  const all = {
    "bases/tiny.yaml": base,
    "semesters/2026-s2/semester.yaml": semesterManifest,
    ...files,
  };
  for (const [name, content] of Object.entries(all)) {
    if (content === null) continue;
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

const base = `schema: 1
id: tiny
title: Tiny
architecture: llama
parameters: 1000
file: { name: tiny.gguf }
sources: ["file:tiny.gguf"]
licence: { name: MIT }
contextLength: 512
`;

export const semesterManifest = `schema: 1
title: Test semester
active: true
starts: 2026-07-27T09:00:00+10:00
ends: 2026-11-20T17:00:00+11:00
bases: [tiny]
gate: { minimumRows: { train: 6, eval: 3 } }
`;

export const demoManifest = `schema: 1
title: Demo
summary: Says what it is told.
version: 1.0.0
authors: [{ handle: somebody }]
licence: CC-BY-4.0
data: { provenance: written by hand; no personal data }
prompt: { system: Say it again. }
score: { scorer: exact }
limits: English only.
`;

export const demoCard = `# Demo\n\n${"It repeats what it is told, in English, one short sentence at a time. ".repeat(4)}\n`;

/**
 * Mutates the folders of the sample adapters, a few rows of each, and does with each mutant what the gate does before it measures: it opens
 * it as a submission, checks it, and writes a report, which the job that posts must take. Prints a JSON line a hundred folders, and at
 * the end what came of all. See fuzz-options.ts for what it may be told.
 * Run: node --conditions=@locollm/source test/fuzz/fuzz-folders.ts --count 500
 */
import { chmod, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { firstFindings, hasErrors, LocoError, type Finding, type GradeRecord } from "@locollm/core";
import { readWorkspace } from "@locollm/store";
import { thisMachine } from "@locollm/trainer";
import { checkSubmission } from "../../src/grade/check-submission.ts";
import { concludeUnmeasured } from "../../src/grade/conclude.ts";
import { gradeReport } from "../../src/grade/grade-report.ts";
import { readGrade } from "../../src/posting/read-grade.ts";
import { openPlacedSubmission } from "../../src/submission/open-submission.ts";
import { drawFrom } from "../draw.ts";
import { sampleTexts, smallClass } from "../small-class.ts";
import { fuzzOptions } from "./fuzz-options.ts";
import { mutateFolder, type FolderFiles } from "./mutate-folder.ts";
import type { Crash } from "./run-fuzz.ts";
import { startWatchdog } from "./watchdog.ts";

const { seed, mutants } = fuzzOptions();
const repository = path.join(import.meta.dirname, "../../../..");
await using made = await smallClass();
const { classRoot, root } = made;
const [mutant, written] = [path.join(root, "mutant"), path.join(root, "grade")];
const commit = "c".repeat(40);
const machine = thisMachine(null);
const signal = new AbortController().signal;
const watchdog = startWatchdog(60);
try {
  const sound = await sampleFolders();
  const codes: Record<string, number> = {};
  const crashes: Crash[] = [];
  let [folders, clean, slowest] = [0, 0, 0];
  for (const own of mutants) {
    watchdog.begin(own);
    const draw = drawFrom(own);
    await rm(mutant, { recursive: true, force: true });
    await writeFolder(mutateFolder(sound[draw(sound.length)]!, draw));
    const started = performance.now();
    try {
      const findings = await gate();
      if (!hasErrors(findings)) clean += 1;
      for (const code of new Set(findings.map((finding) => finding.code))) codes[code] = (codes[code] ?? 0) + 1;
    } catch (error) {
      crashes.push({ seed: own, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    slowest = Math.max(slowest, performance.now() - started);
    folders += 1;
    if (folders % 100 === 0) console.log(JSON.stringify({ seed, folders, crashes }));
  }
  const slowestMilliseconds = Math.ceil(slowest);
  console.log(JSON.stringify({ seed, folders, clean, codes, crashes, slowestMilliseconds, done: true }));
} finally {
  watchdog.stop();
}

/** Opens the mutant as a submission, and checks what may be opened of it. Nothing may be thrown: what is wrong is told by findings. */
async function gate(): Promise<Finding[]> {
  await using submission = await openPlacedSubmission(classRoot, mutant, "2026-s2");
  const workspace = await readWorkspace(submission.root);
  const checked = await checkSubmission(signal, workspace, submission.adapter!);
  const findings = [...submission.findings, ...checked.findings];
  for (const { message, fix, code } of findings)
    if (message === "" || fix === "" || code === "")
      throw new LocoError({ code: "finding-empty", message: "A finding says nothing.", fix: "Say it." });
  await post(submission.adapter, findings);
  return findings;
}

/** Writes what the gate says of findings, and reads it as the job that may post does. */
async function post(adapter: string | null, all: readonly Finding[]): Promise<void> {
  const findings = firstFindings(all, 1000);
  const record: GradeRecord = {
    schema: 1,
    adapter,
    version: null,
    submission: { from: "git", head: commit, base: commit, files: null },
    ...concludeUnmeasured(adapter, findings),
    findings,
    weights: null,
    results: null,
    constant: null,
    challenged: [],
    harm: null,
    reproduce: null,
    machine,
    timings: [],
  };
  await mkdir(written, { recursive: true });
  await writeFile(path.join(written, "grade.json"), JSON.stringify(record));
  await writeFile(path.join(written, "report.md"), gradeReport(record, null).comment);
  const { graded, findings: why } = await readGrade(written, commit);
  if (graded !== null) return;
  const { message, file } = why[0]!;
  throw new LocoError({ code: "report-refused", message: `${file}: ${message}`, fix: "Mend it where it is made." });
}

async function writeFolder(files: FolderFiles): Promise<void> {
  await mkdir(mutant, { recursive: true });
  for (const [name, content] of files) {
    const file = path.join(mutant, name);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      if (content instanceof Uint8Array) await writeFile(file, content);
      else if ("link" in content) await symlink(content.link, file);
      else {
        await writeFile(file, content.run);
        await chmod(file, 0o755);
      }
    } catch (error) {
      // A file where another's folder should be: the folder is one of those that cannot be.
      if (!["ENOTDIR", "EEXIST", "EISDIR", "ELOOP", "ENOENT", "EACCES"].includes((error as { code: string }).code))
        throw error;
    }
  }
}

async function sampleFolders(): Promise<Map<string, Uint8Array>[]> {
  const adapters = await readdir(path.join(repository, "semesters/2026-s2/adapters"), { withFileTypes: true });
  const slugs = adapters.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(slugs.map((slug) => sampleTexts(slug, { records: true })));
}

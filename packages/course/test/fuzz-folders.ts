/**
 * Mutates the folders of the sample adapters, a few rows of each, and checks each mutant as `loco check` does. Prints a JSON line a
 * hundred folders, and at the end what came of all. Run: node --conditions=@locollm/source test/fuzz-folders.ts <folders> [seed]
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { hasErrors, LocoError } from "@locollm/core";
import { checkAnswers } from "@locollm/eval";
import {
  checkAdapter,
  checkOptions,
  readWorkspace,
  sharedPassages,
  sharedRows,
  shownPath,
  type AdapterRows,
} from "@locollm/store";
import { mutateFolder } from "./mutate-folder.ts";
import { drawFrom } from "./mutate-weights.ts";

const [folders = "500", seed = "1"] = process.argv.slice(2);
const repository = path.join(import.meta.dirname, "../../..");
const adapters = path.join(repository, "semesters/2026-s2/adapters");
const sound = await Promise.all((await readdir(adapters)).sort().map((slug) => textsOf(path.join(adapters, slug))));
const root = await mkdtemp(path.join(os.tmpdir(), "loco-fuzz-"));
const target = path.join(root, "semesters/2026-s2/adapters/mutant");
const codes: Record<string, number> = {};
const crashes: { readonly seed: number; readonly error: string }[] = [];
let [clean, slowest] = [0, 0];
try {
  await mkdir(path.join(root, "bases"), { recursive: true });
  for (const name of await readdir(path.join(repository, "bases")))
    await writeFile(path.join(root, "bases", name), await readFile(path.join(repository, "bases", name)));
  await mkdir(path.dirname(target), { recursive: true });
  const rules = "semesters/2026-s2/semester.yaml";
  await writeFile(path.join(root, rules), await readFile(path.join(repository, rules)));
  for (let i = 0; i < Number(folders); i++) {
    const own = Number(seed) * 1_000_003 + i;
    const draw = drawFrom(own);
    await rm(target, { recursive: true, force: true });
    for (const [name, bytes] of mutateFolder(sound[draw(sound.length)]!, draw)) {
      await mkdir(path.dirname(path.join(target, name)), { recursive: true });
      await writeFile(path.join(target, name), bytes);
    }
    const started = performance.now();
    try {
      const findings = await checked();
      if (!hasErrors(findings)) clean += 1;
      for (const code of new Set(findings.map((finding) => finding.code))) codes[code] = (codes[code] ?? 0) + 1;
    } catch (error) {
      crashes.push({ seed: own, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    slowest = Math.max(slowest, performance.now() - started);
    if (i % 100 === 99) console.log(JSON.stringify({ checked: i + 1 }));
  }
  console.log(
    JSON.stringify({ folders: Number(folders), clean, codes, crashes, slowestMilliseconds: Math.ceil(slowest) }),
  );
} finally {
  await rm(root, { recursive: true, force: true });
}

/** What `loco check` does with the one adapter that is there, readable or not. */
async function checked() {
  const workspace = await readWorkspace(root);
  const findings = [...workspace.findings];
  const all: AdapterRows[] = [];
  for (const semester of workspace.semesters)
    for (const adapter of semester.adapters) {
      const { data, findings: own } = await checkAdapter(adapter, checkOptions(workspace, semester));
      const shown = shownPath(adapter);
      const files = (["train", "eval"] as const).map((kind) => ({
        kind,
        file: `${shown}/data/${kind}.jsonl`,
        rows: data[kind],
      }));
      const { manifest } = adapter;
      const answers = await checkAnswers({
        manifest,
        manifestFile: `${shown}/adapter.yaml`,
        fixture: data.fixture,
        files,
      });
      findings.push(...own, ...answers);
      all.push({ adapter, data });
    }
  findings.push(...sharedRows(all, () => true), ...sharedPassages(all, () => true));
  for (const { message, fix, code } of findings)
    if (message === "" || fix === "" || code === "")
      throw new LocoError({ code: "finding-empty", message: "A finding says nothing.", fix: "Say it." });
  return findings;
}

/** The files of a folder, weights aside and rows cut short. */
async function textsOf(folder: string): Promise<Map<string, Uint8Array>> {
  const texts = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.name.endsWith(".gguf")) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    const rows = entry.name.endsWith(".jsonl")
      ? Buffer.from(bytes.toString().split("\n").slice(0, 12).join("\n"))
      : bytes;
    texts.set(path.relative(folder, file).split(path.sep).join("/"), rows);
  }
  return texts;
}

import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const repository = path.join(import.meta.dirname, "../../..");
const rules = "semesters/2026-s2/semester.yaml";

export interface SmallClass extends AsyncDisposable {
  /** A folder of its own, with the class in `class/`. */
  readonly root: string;
  readonly classRoot: string;
}

/** A class with the bases and nearly the rules of the sample semester, and no adapters: folders of five rows may be sound. */
export async function smallClass(): Promise<SmallClass> {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco-class-"));
  const classRoot = path.join(root, "class");
  await mkdir(path.join(classRoot, "bases"), { recursive: true });
  await mkdir(path.join(classRoot, "semesters/2026-s2/adapters"), { recursive: true });
  for (const name of await readdir(path.join(repository, "bases")))
    await copyFile(path.join(repository, "bases", name), path.join(classRoot, "bases", name));
  const text = await readFile(path.join(repository, rules), "utf8");
  await writeFile(path.join(classRoot, rules), text.replace(/minimumRows: .*/, "minimumRows: { train: 5, eval: 5 }"));
  return { root, classRoot, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

/** A sample adapter's texts by their paths in its folder: a dozen rows of each set, and locks and results of its weights if asked for. */
export async function sampleTexts(slug: string, { records = false } = {}): Promise<Map<string, Uint8Array>> {
  const folder = path.join(repository, "semesters/2026-s2/adapters", slug);
  const texts = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join("/");
    if (!entry.isFile() || name.startsWith("weights/") || (!records && /^(locks|results)\//.test(name))) continue;
    const bytes = await readFile(file);
    texts.set(
      name,
      name.endsWith(".jsonl") ? Buffer.from(bytes.toString().split("\n").slice(0, 12).join("\n")) : bytes,
    );
  }
  return texts;
}

/** Puts a sample adapter with a dozen rows of each set into the class. */
export async function placedAdapter(classRoot: string, slug: string): Promise<void> {
  for (const [name, bytes] of await sampleTexts(slug)) {
    const file = path.join(classRoot, "semesters/2026-s2/adapters", slug, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

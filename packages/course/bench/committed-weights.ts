import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import {
  metadataText,
  readAdapterGguf,
  type AdapterBase,
  type AdapterFolder,
  type AdapterGguf,
  type Workspace,
} from "@locollm/store";

/** Weights as they once stood in an adapter's folder. */
export interface CommittedWeights {
  readonly name: string;
  /** What it does: the adapter's name without the semester. */
  readonly task: string;
  /** sha256 of the rows that it was trained on. */
  readonly rows: string;
  /** The seed that its recipe names. */
  readonly seed: string;
  readonly weights: AdapterGguf;
}

/** All weights of a base that were ever committed for the class's adapters, each once. */
export async function committedWeights(
  { root, semesters }: Workspace,
  base: AdapterBase,
  folder: string,
): Promise<CommittedWeights[]> {
  const found = new Map<string, CommittedWeights>();
  for (const adapter of semesters.flatMap(({ adapters }) => adapters)) {
    const file = path.posix.join("semesters", adapter.semester, "adapters", adapter.slug, "weights", `${base.id}.gguf`);
    const { stdout } = await execa("git", ["log", "--format=%h", "--", file], { cwd: root });
    for (const commit of stdout.split("\n").filter(Boolean)) {
      const bytes = await execa("git", ["show", `${commit}:${file}`], { cwd: root, encoding: "buffer", reject: false });
      if (bytes.failed) continue;
      const hash = createHash("sha256").update(bytes.stdout).digest("hex");
      if (found.has(hash)) continue;
      const placed = path.join(folder, `${hash}.gguf`);
      await writeFile(placed, bytes.stdout);
      found.set(hash, described(adapter, `${adapter.id} of ${commit}`, placed, base));
    }
  }
  return [...found.values()];
}

/** A file beside them, such as one that was trained from another seed. */
export function weightsFile(file: string, base: AdapterBase): CommittedWeights {
  return described(null, path.basename(file), file, base);
}

function described(adapter: AdapterFolder | null, name: string, file: string, base: AdapterBase): CommittedWeights {
  const weights = readAdapterGguf(file, base);
  const { metadata } = weights.gguf;
  const recipe = JSON.parse(metadataText(metadata, "loco.recipe") ?? "{}") as { seed?: number };
  return {
    name,
    task: adapter?.slug ?? metadataText(metadata, "loco.adapter.id")?.split("/")[1] ?? name,
    rows: metadataText(metadata, "loco.data.train.sha256") ?? "unknown",
    seed: String(recipe.seed ?? "unknown"),
    weights,
  };
}

import { rm } from "node:fs/promises";
import path from "node:path";
import {
  adapterManifestSchema,
  canonicalJson,
  LocoError,
  recipeSettingsSchema,
  resolveRecipe,
  writtenRecipeSchema,
} from "@locollm/core";
import { artifactMetadata, hashFile, readAdapterGguf, readGguf, type Workspace } from "@locollm/store";
import { trainAdapter } from "@locollm/trainer";
import { obtainBase } from "../bases/obtain-base.ts";
import { weightsOverlap } from "../similarity/weights-overlap.ts";
import { weightUpdates } from "../similarity/weight-updates.ts";
import { gateEngine } from "../training/gate-engine.ts";
import { trainingProgress } from "../training/training-progress.ts";
import type { Work } from "../work/work.ts";
import { rowsLeftOut } from "../migration-records/rows-left-out.ts";
import { findRows } from "./find-rows.ts";

export interface Reproduced {
  readonly adapter: string;
  readonly base: string;
  /** Where the rows were found. */
  readonly rows: string;
  readonly wanted: string;
  readonly got: string;
  /** Whether both files are the same to the byte, which another processor or torch may not give. */
  readonly same: boolean;
  /** Of the two updates as vectors: 1 is the same direction. */
  readonly cosine: number;
}

/**
 * Trains an artifact again from what it says of itself: recipe and manifest stand in its metadata, its rows and its base are found by
 * their hashes. Nothing of the class is written over.
 *
 * @throws LocoError `artifact-silent`, `rows-gone`, `base-gone`; of `trainAdapter`
 */
export async function reproduceArtifact(work: Work, workspace: Workspace, file: string): Promise<Reproduced> {
  const read = artifactMetadata(readGguf(file).metadata);
  if ("problem" in read) throw silent(file, read.problem);
  const { baseSha256, adapterId, manifest: manifestText, recipe: recipeText, trainSha256 } = read.value;
  if (adapterId === undefined || manifestText === undefined || recipeText === undefined || trainSha256 === undefined)
    throw silent(file, "does not name its adapter, manifest, recipe and rows");
  const base = workspace.bases.find((one) => one.file.sha256 === baseSha256);
  if (base === undefined) {
    throw new LocoError({
      code: "base-gone",
      message: `${file} was trained on the base ${baseSha256.slice(0, 12)}… (${read.value.baseId ?? "without a name"}), which this class does not have.`,
      fix: "Bring its file: loco base add <file>",
      fields: { sha256: baseSha256 },
    });
  }
  const rows = await findRows(workspace, trainSha256, await rowsLeftOut(workspace, adapterId, baseSha256));
  if (rows === null) {
    throw new LocoError({
      code: "rows-gone",
      message: `The rows of ${adapterId} (${trainSha256.slice(0, 12)}…) stand neither in the class nor in git's history here.`,
      fix: "Fetch the whole history: git fetch --unshallow",
      fields: { sha256: trainSha256 },
    });
  }
  const recipe = writtenRecipeSchema.parse(JSON.parse(recipeText));
  const told = adapterManifestSchema.parse(JSON.parse(manifestText));
  // The manifest goes into the weights' file: it stays as it was unless its recipe's name means something else by now.
  const stands = canonicalJson(resolveRecipe(told.train)) === canonicalJson(recipe);
  const settings = stands ? {} : recipeSettingsSchema.parse(recipe);
  const manifest = { ...told, train: { ...told.train, ...settings } };
  const cached = await obtainBase(work, workspace.root, base);
  const wanted = await hashFile(file);
  const place = path.join(workspace.root, ".loco", "reproduced", wanted.slice(0, 16));
  work.talk.say(`Training ${adapterId} again from ${rows.where} (${rows.items.length} rows) on ${base.id}.`);
  await using stack = new AsyncDisposableStack();
  const { lock, weightsFile } = await trainAdapter({
    adapterId,
    manifest,
    items: rows.items,
    base: { id: base.id, sha256: cached.sha256, file: cached.path, chatTemplate: base.chatTemplate },
    // A run of its own: where these weights were trained on this machine, the class's would only be exported again.
    root: place,
    adapterFolder: place,
    openGenerator: (await gateEngine(base, cached, stack)).openGenerator,
    signal: work.signal,
    onEvent: trainingProgress(work.talk),
    onLog: (line) => work.talk.say(`  ${line}`),
  });
  // What went wrong goes on from its checkpoint; what ended would only be told again.
  await rm(path.join(place, ".loco"), { recursive: true, force: true });
  const origin = { id: base.id, sha256: cached.sha256, gguf: readGguf(cached.path) };
  const [before, after] = [file, weightsFile].map((one) => weightUpdates(readAdapterGguf(one, origin)));
  return {
    adapter: adapterId,
    base: base.id,
    rows: rows.where,
    wanted,
    got: lock.weights.sha256,
    same: lock.weights.sha256 === wanted,
    cosine: weightsOverlap(before!, after!).cosine,
  };
}

function silent(file: string, problem: string): LocoError {
  return new LocoError({
    code: "artifact-silent",
    message: `${file} ${problem}: it cannot be trained again from itself.`,
    fix: "Only weights that loco train, or loco import, wrote tell what they were made from.",
    fields: { file },
  });
}

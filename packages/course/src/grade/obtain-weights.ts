import { rm } from "node:fs/promises";
import path from "node:path";
import { LocoError, type BaseManifest, type GradeRecord, type GradeRules } from "@locollm/core";
import type { LocalAdapter } from "@locollm/inference";
import {
  loadWeights,
  placeWeights,
  readAdapterGguf,
  readGguf,
  type AdapterFolder,
  type CachedBase,
  type Workspace,
} from "@locollm/store";
import { isTrained, planTraining } from "@locollm/trainer";
import { trainOnBase } from "../training/train-on-base.ts";
import { trainingRequest } from "../training/training-request.ts";
import { requireTrainingMeans } from "./grading-means.ts";
import { trainedHere } from "./trained-here.ts";
import type { Work } from "../work/work.ts";

export interface GradedWeights {
  readonly local: LocalAdapter;
  readonly record: NonNullable<GradeRecord["weights"]>;
  /** Folder for what only the class writes: holds `locks/` and `weights/` if they were trained for this grade; null where they were submitted. */
  readonly retrained: string | null;
}

export interface WeightsOptions {
  readonly rules: GradeRules;
  /** The class repository that stays, where training may go on after an interruption. */
  readonly repository: string;
  readonly workspace: Workspace;
  readonly adapter: AdapterFolder;
  /** The adapter's last version in the class, if it has one. */
  readonly accepted: AdapterFolder | undefined;
  readonly manifest: BaseManifest;
  readonly file: CachedBase;
}

/**
 * The weights that a submission is graded by. Retrained ones are made here from the submitted rows and recipe, so that nobody trains on
 * the exam; where the class trained from the very same already, its weights serve. Submitted ones are taken as they are.
 *
 * @throws LocoError of `trainOnBase` and `loadWeights`; `weights-not-allowed`, `training-beyond-means`
 */
export async function obtainWeights(work: Work, options: WeightsOptions): Promise<GradedWeights> {
  const { rules, repository, workspace, adapter, accepted, manifest, file } = options;
  if (rules.weights === "submitted") return submitted(work, options);
  const root = { ...workspace, root: repository };
  const request = await trainingRequest(repository, adapter, manifest, file);
  const plan = planTraining(request);
  const lock = accepted?.locks.get(manifest.id);
  const kept = accepted === undefined ? "" : path.join(accepted.folder, "weights", `${manifest.id}.gguf`);
  const isOurs = lock !== undefined && trainedHere(lock, rules);
  const folder = path.join(repository, ".loco", "grades", ...adapter.id.split("/"), "retrained");
  if (accepted !== undefined && isOurs && (await isTrained(plan, lock, kept))) {
    const { path: placed, sha256 } = await placeWeights(kept);
    await rm(folder, { recursive: true, force: true });
    return {
      local: { id: adapter.id, path: placed, sha256 },
      record: { from: "class", sha256, trainingData: "verified" },
      retrained: folder,
    };
  }
  await requireTrainingMeans(work, request, manifest, file, rules);
  const { weightsFile } = await trainOnBase(work, root, adapter, manifest, file, { folder });
  const { path: placed, sha256 } = await placeWeights(weightsFile);
  return {
    local: { id: adapter.id, path: placed, sha256 },
    record: { from: "retrained", sha256, trainingData: "verified" },
    retrained: folder,
  };
}

async function submitted(work: Work, { rules, adapter, manifest, file }: WeightsOptions): Promise<GradedWeights> {
  const { hosts, maximumBytes } = rules.submitted;
  const lock = adapter.locks.get(manifest.id);
  if (lock !== undefined) {
    const { source, bytes } = lock.weights;
    const isAddress = /^[a-z]+:/i.test(source);
    if (isAddress && !URL.canParse(source)) throw notAllowed(adapter, `${source} is no address`);
    const address = isAddress ? new URL(source) : null;
    if (address !== null && (address.protocol !== "https:" || !hosts.includes(address.hostname))) {
      throw notAllowed(
        adapter,
        `its lock names weights at ${address.protocol}//${address.hostname}, and the semester takes them from ${hosts.length === 0 ? "no address" : `${hosts.join(", ")} over https`}`,
      );
    }
    if (bytes > maximumBytes)
      throw notAllowed(adapter, `its weights have ${bytes} bytes, and ${maximumBytes} are the most`);
  }
  const { path: placed, sha256 } = await loadWeights(adapter, manifest.id, {
    signal: work.signal,
    hosts,
    maximumBytes,
  });
  // Before the engine sees a byte of it; it would refuse it as well, but in the middle of the work.
  readAdapterGguf(placed, { id: manifest.id, sha256: file.sha256, gguf: readGguf(file.path) });
  return {
    local: { id: adapter.id, path: placed, sha256 },
    record: { from: "submitted", sha256, trainingData: "unverified" },
    retrained: null,
  };
}

function notAllowed(adapter: AdapterFolder, why: string): LocoError {
  return new LocoError({
    code: "weights-not-allowed",
    message: `The weights of ${adapter.id} are not fetched: ${why}.`,
    fix: "Put them where grade.submitted in semester.yaml allows, or commit them to weights/ (10 MB at most).",
    fields: { adapter: adapter.id },
  });
}

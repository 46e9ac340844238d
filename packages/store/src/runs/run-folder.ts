import { mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import {
  LocoError,
  runSchema,
  sampleSchema,
  sampleTimingSchema,
  sampleTokensSchema,
  sha256Schema,
  type Run,
  type RunWriter,
  type Sample,
  type SampleTiming,
  type SampleTokens,
} from "@locollm/core";
import type { z } from "zod";
import { jsonText } from "../json-text.ts";
import { errorCode, temporaryBeside, writeError, writeWhole } from "../write-whole.ts";

/** A run read back from its folder. */
export interface StoredRun {
  readonly run: Run;
  readonly samples: readonly Sample[];
  readonly timings: readonly SampleTiming[];
  /** None where the run was written before runs kept them. */
  readonly tokens: readonly SampleTokens[];
}

/** Where a class repository keeps the runs of this workspace. */
export function runsFolder(root: string): string {
  return path.join(root, ".loco", "runs");
}

/** Writes runs to `.loco/runs/<id>/` as run.json and one line a sample in three files; a folder appears whole. */
export function openRunFolder(root: string): RunWriter {
  return {
    write: (run, samples, timings, tokens = []) =>
      writeRun(runsFolder(root), run, { samples, timing: timings, tokens }),
  };
}

async function writeRun(
  runs: string,
  run: Run,
  files: Readonly<Record<"samples" | "timing" | "tokens", readonly unknown[]>>,
): Promise<string> {
  const target = path.join(runs, sha256Schema.parse(run.id));
  const unfinished = temporaryBeside(target);
  try {
    await mkdir(unfinished, { recursive: true });
    await writeWhole(path.join(unfinished, "run.json"), jsonText(runSchema.parse(run)));
    for (const [name, rows] of Object.entries(files))
      await writeWhole(path.join(unfinished, `${name}.jsonl`), lines(rows));
    await replaceFolder(unfinished, target);
    return target;
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    throw writeError(target, cause);
  }
}

/** Another process may write the same run at the same moment: the later one stands, and both are whole. */
async function replaceFolder(unfinished: string, target: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    const old = temporaryBeside(target);
    await rename(target, old).catch((error: unknown) => {
      if (errorCode(error) !== "ENOENT") throw error;
    });
    try {
      await rename(unfinished, target);
      return;
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST", "EPERM"].includes(errorCode(error)) || tries === 10) throw error;
    } finally {
      await rm(old, { recursive: true, force: true });
    }
  }
}

function lines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** The ids of the runs that are there, oldest name first. */
export async function listRuns(root: string): Promise<string[]> {
  const names = await readdir(runsFolder(root)).catch(() => []);
  return names.filter((name) => sha256Schema.safeParse(name).success).sort();
}

/**
 * Reads a run back.
 *
 * @throws LocoError `run-missing`, `run-unreadable`
 */
export async function readRun(root: string, id: string): Promise<StoredRun> {
  const folder = path.join(runsFolder(root), id);
  const text = async (name: string) => {
    try {
      return await readFile(path.join(folder, name), "utf8");
    } catch (cause) {
      throw new LocoError({
        code: "run-missing",
        message: `There is no run ${id} in this workspace.`,
        fix: "Evaluate again: loco eval <adapter>",
        fields: { run: id, file: name },
        cause,
      });
    }
  };
  const parse = <T>(name: string, schema: z.ZodType<T>, json: string): T => {
    try {
      return schema.parse(JSON.parse(json));
    } catch (cause) {
      throw new LocoError({
        code: "run-unreadable",
        message: `${name} of the run ${id} cannot be read.`,
        fix: `Remove the folder ${folder} and evaluate again.`,
        fields: { run: id, file: name },
        cause,
      });
    }
  };
  const rows = async <T>(name: string, schema: z.ZodType<T>, whole = text(name)) =>
    (await whole)
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => parse(name, schema, line));
  return {
    run: parse("run.json", runSchema, await text("run.json")),
    samples: await rows("samples.jsonl", sampleSchema),
    timings: await rows("timing.jsonl", sampleTimingSchema),
    tokens: await rows(
      "tokens.jsonl",
      sampleTokensSchema,
      text("tokens.jsonl").catch(() => ""),
    ),
  };
}

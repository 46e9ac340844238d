import path from "node:path";
import { LocoError } from "@locollm/core";
import { execa } from "execa";
import { z } from "zod";
import { checkStart } from "./check-start.ts";
import { addToCurve, readCurve, writeCurve } from "./diagnosis/run-curve.ts";
import { pythonProject } from "./python-project.ts";
import { trainEventSchema, type TrainEvent, type TrainEventOf } from "./train-event.ts";
import { writePlan, type TrainPlan } from "./train-plan.ts";

export interface RunOptions {
  /** The environment's interpreter. */
  readonly python: string;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
}

export interface TrainingOutcome {
  readonly start: TrainEventOf<"start">;
  readonly done: TrainEventOf<"done">;
}

/**
 * Runs the Python program on a plan. Aborting lets it finish its step and leave a checkpoint, from which the same
 * plan goes on; so does the end of this process, however it ends.
 *
 * @throws LocoError `interrupted`; what the program reports; `trainer-protocol`, `trainer-crashed`, `trainer-killed`,
 *   `template-differs`
 */
export async function runTraining(plan: TrainPlan, options: RunOptions): Promise<TrainingOutcome> {
  const { signal, onEvent } = options;
  signal?.throwIfAborted();
  const file = await writePlan(plan);
  const logFile = path.join(plan.folder, "log.txt");
  let curve = await readCurve(plan.folder);
  // From here to the loop nothing is awaited: lines that nobody reads yet are thrown away.
  const child = execa(options.python, ["-m", "loco_trainer", "--watch-stdin", "train", file], {
    ...pythonOptions(),
    stdin: "pipe",
    buffer: false,
    stderr: { file: logFile },
  });
  // The program may be gone before it reads.
  child.stdin.on("error", () => undefined);
  const stop = (): void => void child.stdin.write("stop\n");
  signal?.addEventListener("abort", stop, { once: true });
  const seen: Partial<{ start: TrainEventOf<"start">; done: TrainEventOf<"done">; error: TrainEventOf<"error"> }> = {};
  try {
    for await (const line of child.iterable()) {
      const event = readEvent(line, logFile);
      if (event.event === "start") {
        checkStart(plan, event);
        seen.start = event;
      }
      if (event.event === "done") seen.done = event;
      curve = addToCurve(curve, event);
      if (event.event === "checkpoint") await writeCurve(plan.folder, curve);
      if (event.event === "error") seen.error = event;
      onEvent?.(event);
    }
  } catch (cause) {
    child.kill();
    await child;
    if (cause instanceof LocoError) throw cause;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  const result = await child;
  if (seen.error !== undefined) throw reportedError(seen.error, { log: logFile });
  if (signal?.aborted === true || result.exitCode === 130) {
    throw new LocoError({
      code: "interrupted",
      message: "Training was interrupted; a checkpoint is kept.",
      fix: "Run the same command again: it goes on where it stopped.",
      fields: { folder: plan.folder },
      kind: "interrupted",
    });
  }
  if (seen.start === undefined || seen.done === undefined || result.failed) {
    if (result.signal === "SIGKILL") {
      throw new LocoError({
        code: "trainer-killed",
        message: "The training program was killed. Where nobody did that, the machine had no memory left.",
        fix: "Close other programs, then run the same command again: it goes on from the last checkpoint.",
        fields: { log: logFile },
        kind: "machine",
      });
    }
    const how = result.signal === undefined ? `exit code ${result.exitCode ?? "unknown"}` : `signal ${result.signal}`;
    throw new LocoError({
      code: "trainer-crashed",
      message: `The training program ended with ${how} before it was done.`,
      fix: `Run the same command again: it goes on from the last checkpoint. Its log: ${logFile}`,
      fields: { log: logFile },
    });
  }
  return { start: seen.start, done: seen.done };
}

/** How every Python process of ours is started: our program on its path, bytecode kept, no site of the user's. */
export function pythonOptions(): { cwd: string; env: NodeJS.ProcessEnv; extendEnv: true; reject: false } {
  const env = {
    PYTHONPATH: pythonProject,
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
    PYTHONDONTWRITEBYTECODE: undefined,
    // Waiting threads that spin for long take the cores from everybody else; those that do not at all are late for
    // a small model's short operations. About a third of a millisecond is a fifth faster than none.
    OMP_WAIT_POLICY: "passive",
    GOMP_SPINCOUNT: "100000",
    // A step's tensors are as large as those of the step before: memory that is given back is fetched again, page by page.
    GLIBC_TUNABLES:
      process.env["GLIBC_TUNABLES"] ??
      "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=4294967296",
    // Of 1,024 compiled kernels that torch would keep, one for each shape, few are used again.
    ONEDNN_PRIMITIVE_CACHE_CAPACITY: "256",
  };
  return { cwd: pythonProject, env, extendEnv: true, reject: false };
}

/** What the program reports when it is not the adapter's or our own mistake. */
const machineCodes = new Set(["no-space", "not-writable", "out-of-memory", "environment-broken", "no-cuda"]);

/** An `error` event as the error that it means. */
export function reportedError(
  { code, message, fix }: TrainEventOf<"error">,
  fields: { readonly log?: string } = {},
): LocoError {
  return new LocoError({ code, message, fix, fields, kind: machineCodes.has(code) ? "machine" : "failure" });
}

function readEvent(line: unknown, logFile: string): TrainEvent {
  try {
    return trainEventSchema.parse(JSON.parse(String(line)));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : "it is no JSON";
    throw new LocoError({
      code: "trainer-protocol",
      message: `The training program wrote a line that we do not understand: ${why}`,
      fix: `Remove the environments folder in LOCO_HOME and run the same command again. Its log: ${logFile}`,
      fields: { line: String(line).slice(0, 200) },
      cause,
    });
  }
}

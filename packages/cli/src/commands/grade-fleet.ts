import { LocoError } from "@locollm/core";
import { obtainBase, planGrades } from "@locollm/course";
import { resolveBase, resolveSemester } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { launchFleet, oneSlot } from "../steps/launch-fleet.ts";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";

export interface GradeFleetOptions {
  readonly semester?: string | undefined;
  readonly estimate?: true | undefined;
  readonly on?: "local" | "slurm" | undefined;
}

/** The gate on every adapter of a semester, one after the other here, or as an array of Slurm's. */
export async function gradeFleet(
  invocation: Invocation,
  named: string | undefined,
  { on = "local", ...options }: GradeFleetOptions,
): Promise<CommandResult> {
  if (named !== undefined) {
    throw new LocoError({
      code: "wrong-use",
      message: `--all grades every adapter; ${named} does not go with it.`,
      fix: `One of the two: loco grade ${named}, or loco grade --all`,
      kind: "usage",
    });
  }
  const workspace = await openClass(invocation);
  const semester = resolveSemester(workspace, options.semester);
  const manifest = resolveBase(workspace, undefined, semester);
  const training = semester.manifest.grade.weights === "retrain";
  const missing = options.estimate === true ? await missingBase(invocation, manifest, { training }) : undefined;
  if (missing !== undefined) return missing;
  const file = await obtainBase(invocation, workspace.root, manifest);
  return launchFleet(invocation, {
    root: workspace.root,
    command: "grade",
    on,
    semester,
    sweep: null,
    planned: await planGrades(invocation, workspace, semester, { manifest, file }),
    here: oneSlot,
    what: `Grading all of ${semester.id} on ${manifest.id}`,
    estimate: options.estimate === true,
  });
}

import type { FleetPlan } from "@locollm/core";
import type { MoveOptions } from "@locollm/course";
import { resolveBase, type Workspace } from "@locollm/store";
import type { Invocation } from "../invocation.ts";
import { baseHere } from "./base-here.ts";

/** The two bases of a fleet that migrates, both on this machine, and how its verdicts are made. */
export async function movingBases(
  invocation: Invocation,
  workspace: Workspace,
  { semester, moving, tasks }: FleetPlan,
): Promise<MoveOptions> {
  const { manifest } = workspace.semesters.find(({ id }) => id === semester)!;
  return {
    from: await baseHere(invocation, workspace, resolveBase(workspace, moving!.from)),
    to: await baseHere(invocation, workspace, resolveBase(workspace, tasks[0]!.base)),
    alpha: manifest.gate.alpha,
    margin: moving!.margin,
  };
}

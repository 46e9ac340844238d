import type { FleetPlan } from "@locollm/core";
import { obtainBase, type MoveOptions } from "@locollm/course";
import { resolveBase, type Workspace } from "@locollm/store";
import type { Invocation } from "../invocation.ts";

/** The two bases of a fleet that migrates, both on this machine, and how its verdicts are made. */
export async function movingBases(
  invocation: Invocation,
  workspace: Workspace,
  { semester, moving, tasks }: FleetPlan,
): Promise<MoveOptions> {
  const { manifest } = workspace.semesters.find(({ id }) => id === semester)!;
  const here = async (id: string) => {
    const base = resolveBase(workspace, id);
    return { manifest: base, file: await obtainBase(invocation, workspace.root, base) };
  };
  return {
    from: await here(moving!.from),
    to: await here(tasks[0]!.base),
    alpha: manifest.gate.alpha,
    margin: moving!.margin,
  };
}

import { LocoError } from "@locollm/core";
import { resolveAdapter, type Workspace } from "@locollm/store";
import type { ChangedWork } from "./changed-work.ts";
import { forkHint, type Remotes } from "./remotes.ts";

/**
 * The adapter that is meant, readable or not: the one that is named, else the only one that was changed.
 *
 * @returns `<semester>/<slug>`
 * @throws LocoError `nothing-to-submit`, `several-adapters`; `unknown-adapter` with the nearest names
 */
export function chooseAdapter(
  workspace: Workspace,
  { adapters }: ChangedWork,
  named: string | undefined,
  remotes: Remotes,
): string {
  if (named !== undefined) return adapterCalled(workspace, named);
  const [first, ...others] = adapters;
  if (first !== undefined && others.length === 0) return first;
  if (first === undefined) {
    throw new LocoError({
      code: "nothing-to-submit",
      message: "No adapter's folder differs from the class's.",
      fix: ["Make one with loco new, or name the one that you mean: loco submit <adapter>", ...forkHint(remotes)].join(
        "\n",
      ),
      kind: "usage",
    });
  }
  throw new LocoError({
    code: "several-adapters",
    message: `You changed ${adapters.length} adapters: ${adapters.join(", ")}.`,
    fix: `Each is a submission of its own. Name the one that you mean: loco submit ${first}`,
    fields: { adapters: [...adapters] },
    kind: "usage",
  });
}

function adapterCalled(workspace: Workspace, named: string): string {
  try {
    return resolveAdapter(workspace, named).id;
  } catch (error) {
    if (error instanceof LocoError && error.code === "adapter-unreadable") return String(error.fields["adapter"]);
    throw error;
  }
}

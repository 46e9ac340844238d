import { resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { obtainBase } from "@locollm/course";
import { openClass } from "../steps/open-class.ts";

/** Makes sure that a base is on this machine, verified. */
export async function baseFetch(invocation: Invocation, id: string | undefined): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const manifest = resolveBase(workspace, id);
  const base = await obtainBase(invocation, workspace.root, manifest);
  const pin =
    manifest.file.sha256 === undefined
      ? `\nPinned: write sha256: ${base.sha256} into bases/${base.id}.yaml, so that everyone gets this very file.`
      : "";
  return { data: { ...base }, text: `${base.id} is here, verified: ${base.path}${pin}` };
}

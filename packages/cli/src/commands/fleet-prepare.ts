import { obtainBase } from "@locollm/course";
import { locoHome, resolveBase } from "@locollm/store";
import { keepWheels, preparePython } from "@locollm/trainer";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";

export interface FleetPrepareOptions {
  readonly base?: string | undefined;
  readonly torch?: "cpu" | "cuda" | "p100" | undefined;
  readonly wheels?: true | undefined;
}

/** Puts all that a node without a network needs into the home folder, which the nodes must see as well. */
export async function fleetPrepare(
  invocation: Invocation,
  { base, torch, wheels }: FleetPrepareOptions,
): Promise<CommandResult> {
  const { signal, talk } = invocation;
  const workspace = await openClass(invocation);
  const file = await obtainBase(invocation, workspace.root, resolveBase(workspace, base));
  const env = torch === undefined ? process.env : { ...process.env, LOCO_TORCH: torch };
  const options = { env, signal, onLog: (line: string) => talk.say(line) };
  // Packages first: the environment is then made of them, which shows that they are enough.
  const kept = wheels === true ? await keepWheels(options) : null;
  const environment = await preparePython(options);
  const seen = [locoHome(), workspace.root, process.execPath];
  return {
    data: { base: file.path, environment: environment.folder, torch: environment.torch, wheels: kept, seen },
    text: [
      `base         ${file.path}`,
      `environment  ${environment.folder} (torch: ${environment.torch})`,
      ...(kept === null ? [] : [`packages     ${kept}`]),
      "",
      "Nodes need no network where they see these under the same names:",
      ...seen.map((place) => `  ${place}`),
      "Start with: loco train --all --on slurm",
    ].join("\n"),
  };
}

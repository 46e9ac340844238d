import { resolveBase, type AdapterFolder, type Workspace } from "@locollm/store";
import { typedName } from "./typed-name.ts";

/** How a person types the evaluation of this adapter on the base of this id, as short as it goes; without one, on the default base. */
export function evalCommand(workspace: Workspace, adapter: AdapterFolder, base?: string): string {
  return `loco eval ${typedName(workspace, adapter)}${base === undefined || resolveBase(workspace).id === base ? "" : ` --base ${base}`}`;
}

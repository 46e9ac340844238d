import path from "node:path";
import { importBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";

/** Takes a base from a file, verified by its hash. */
export async function baseImport(invocation: Invocation, file: string): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const base = await importBase(path.resolve(invocation.directory, file), workspace.bases);
  return { data: { ...base }, text: `${base.id} is here, verified: ${base.path}` };
}

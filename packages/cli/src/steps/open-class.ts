import { findClassRepository, readWorkspace, type Workspace } from "@locollm/store";
import type { Invocation } from "../invocation.ts";

/** The class repository that the command was typed in, read whole. */
export async function openClass(invocation: Invocation): Promise<Workspace> {
  return readWorkspace(await findClassRepository(invocation.directory));
}

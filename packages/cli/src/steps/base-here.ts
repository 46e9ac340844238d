import type { BaseManifest } from "@locollm/core";
import { obtainBase, type MoveOptions } from "@locollm/course";
import type { Workspace } from "@locollm/store";
import type { Invocation } from "../invocation.ts";

/** A base with its file on this machine. */
export async function baseHere(
  invocation: Invocation,
  { root }: Workspace,
  manifest: BaseManifest,
): Promise<MoveOptions["from"]> {
  return { manifest, file: await obtainBase(invocation, root, manifest) };
}

import path from "node:path";
import { reproduceArtifact } from "@locollm/course";
import { requireFile } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";

/** Trains weights again from what their file says of itself, and compares. */
export async function reproduce(invocation: Invocation, given: string): Promise<CommandResult> {
  const file = path.resolve(invocation.directory, given);
  await requireFile(file);
  const workspace = await openClass(invocation);
  const result = await reproduceArtifact(invocation, workspace, file);
  const { adapter, base, rows, same, wanted, got, cosine } = result;
  return {
    data: { ...result },
    ok: same || cosine > 0.99,
    text: [
      `${adapter} on ${base}, from ${rows}`,
      same
        ? `The same bytes: sha256 ${got}`
        : `Other bytes (wanted ${wanted.slice(0, 12)}…, got ${got.slice(0, 12)}…), as another processor or torch gives; the two updates have a cosine of ${cosine.toFixed(4)}.`,
    ].join("\n"),
  };
}

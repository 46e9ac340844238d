import path from "node:path";
import { formatBytes, obtainBase, typedName, writeBundle } from "@locollm/course";
import { resolveAdapter, resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";

export interface BundleOptions {
  readonly base?: string | undefined;
  readonly out?: string | undefined;
}

/** Writes one script and one data file with which an adapter is trained elsewhere. */
export async function bundle(invocation: Invocation, name: string, options: BundleOptions): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  await refuseErrors(invocation, workspace, adapter, ["locks", "weights", "results"]);
  const file = await obtainBase(invocation, workspace.root, manifest);
  const folder = path.resolve(invocation.directory, options.out ?? ".");
  const written = await writeBundle(workspace, adapter, manifest, file, folder);
  const shown = (place: string) => path.relative(invocation.directory, place) || place;
  return {
    data: { adapter: adapter.id, base: manifest.id, ...written },
    text: [
      `Two files, ${formatBytes(written.bytes)}, with ${written.rows} training rows and no evaluation rows:`,
      `  ${shown(written.script)}`,
      `  ${shown(written.data)}`,
      "Take both to Colab or another machine; how to run them stands at the top of the script.",
      `Then bring back what it writes: loco import ${typedName(workspace, adapter)} adapter_model.safetensors`,
    ].join("\n"),
  };
}

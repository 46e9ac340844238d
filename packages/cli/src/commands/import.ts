import path from "node:path";
import type { JsonValue } from "@locollm/core";
import { formatBytes, importOnBase, obtainBase, typedName } from "@locollm/course";
import { resolveAdapter, resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";

/** Takes weights that a bundle's script trained elsewhere, exports them and holds them against the parity gate. */
export async function importResult(
  invocation: Invocation,
  name: string,
  result: string,
  options: { readonly base?: string | undefined },
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  await refuseErrors(invocation, workspace, adapter, ["locks", "weights", "results"]);
  const file = await obtainBase(invocation, workspace.root, manifest);
  const given = path.resolve(invocation.directory, result);
  const { lock, parity } = await importOnBase(invocation, workspace, adapter, manifest, file, given);
  const { weights, trainer } = lock;
  const { machine, versions } = trainer;
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return {
    data: {
      adapter: adapter.id,
      base: manifest.id,
      weights: { ...weights },
      trainer: { ...trainer } as unknown as JsonValue,
      parity: { ...parity },
    },
    text: [
      `Took ${adapter.id} on ${manifest.id}, trained elsewhere: ${machine.accelerator ?? machine.cpu}, torch ${versions["torch"]}, loss ${trainer.finalLoss.toFixed(3)}.`,
      `Weights: ${formatBytes(weights.bytes)}, sha256 ${weights.sha256.slice(0, 12)}…, in ${weights.source}`,
      `Parity gate passed: what the adapter changes is off by ${share(parity.relativeError)} (allowed ${share(parity.allowed)}).`,
      `Next: loco eval ${typedName(workspace, adapter)}`,
    ].join("\n"),
  };
}

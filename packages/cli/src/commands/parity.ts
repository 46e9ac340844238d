import path from "node:path";
import { LocoError } from "@locollm/core";
import { loadWeights, placeWeights, requireFile, resolveAdapter, resolveBase } from "@locollm/store";
import { checkParity } from "@locollm/trainer";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { adaptedGenerator, obtainBase, typedName } from "@locollm/course";
import { openClass } from "../steps/open-class.ts";

/** Holds weights in llama.cpp against what PEFT computed at training, which the lock keeps. Needs no torch. */
export async function parity(
  invocation: Invocation,
  name: string,
  options: { base?: string | undefined; weights?: string | undefined },
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const manifest = resolveBase(workspace, options.base);
  const own = options.weights === undefined ? undefined : path.resolve(invocation.directory, options.weights);
  if (own !== undefined) await requireFile(own);
  const lock = adapter.locks.get(manifest.id);
  if (lock === undefined) {
    throw new LocoError({
      code: "adapter-not-trained",
      message: `${adapter.id} was not trained on ${manifest.id}.`,
      fix: `Train it: loco train ${typedName(workspace, adapter)} --base ${manifest.id}`,
      fields: { adapter: adapter.id, base: manifest.id },
    });
  }
  const file = await obtainBase(invocation, workspace.root, manifest);
  const weights =
    own === undefined
      ? await loadWeights(adapter, manifest.id, { signal: invocation.signal })
      : await placeWeights(own);
  const { openBase, stopLlama } = await import("@locollm/inference");
  try {
    await using base = await openBase({ manifest, file });
    const adapted = { id: adapter.id, path: weights.path, sha256: weights.sha256 };
    const result = await checkParity(
      lock.parity,
      base.generator({ width: 1 }),
      adaptedGenerator(base, adapted, { width: 1, named: own }),
      { signal: invocation.signal },
    );
    const share = (value: number) => `${(100 * value).toFixed(1)} %`;
    return {
      data: { adapter: adapter.id, base: manifest.id, weights: weights.sha256, ...result },
      ok: result.passed,
      text: [
        `${result.passed ? "passed" : "FAILED"}: ${adapter.id} on ${manifest.id}`,
        `What the adapter changes is off by ${share(result.relativeError)} (allowed ${share(result.allowed)}), its strength ${result.slope.toFixed(2)} of training's.`,
        `${result.rows} rows, ${result.tokens} tokens; the engines differ by ${result.baseGap.toFixed(3)} nats a token on the base alone.`,
      ].join("\n"),
    };
  } finally {
    await stopLlama();
  }
}

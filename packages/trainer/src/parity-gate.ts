import { LocoError, type Generator, type ParityReference } from "@locollm/core";
import { decideParity, type ParityResult } from "./decide-parity.ts";

/**
 * Holds llama.cpp with and without the adapter against the lock's PEFT reference, by the rule of `decideParity`.
 *
 * @throws LocoError `parity-tokens` where the engines do not even split a text into the same number of tokens
 */
export async function checkParity(
  reference: readonly ParityReference[],
  base: Generator,
  adapter: Generator,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ParityResult> {
  const requests = reference.map(({ id, messages, continuation }) => ({ id, messages, continuation }));
  const score = async (generator: Generator): Promise<Map<string, number[]>> =>
    new Map(
      (await generator.score(requests, options)).map(({ id, tokens }) => [
        id,
        tokens.map((token) => token.logProbability),
      ]),
    );
  const ofBase = await score(base);
  const ofAdapter = await score(adapter);
  const tokens = reference.flatMap((row) => {
    const engineBase = ofBase.get(row.id) ?? [];
    const engineAdapter = ofAdapter.get(row.id) ?? [];
    if (engineBase.length !== row.base.length || engineAdapter.length !== row.base.length) {
      throw new LocoError({
        code: "parity-tokens",
        message: `Row ${row.id}: training saw ${row.base.length} answer tokens, the engine sees ${engineBase.length}.`,
        fix: "The two engines read the base's tokenizer differently; report the base.",
        fields: { row: row.id, training: row.base.length, engine: engineBase.length },
      });
    }
    return row.base.map((value, at) => ({
      base: value,
      adapter: row.adapter[at] ?? 0,
      misordered: row.misordered?.[at],
      engineBase: engineBase[at] ?? 0,
      engineAdapter: engineAdapter[at] ?? 0,
    }));
  });
  return decideParity(tokens, reference.length);
}

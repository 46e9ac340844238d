import type { Run } from "@locollm/core";
import { conditionName, exampleCount, shellWord } from "@locollm/eval";
import type { AdapterFolder } from "@locollm/store";

/**
 * `evaluation`, such as `loco eval iso-dates`, with the options that ask an item again as these runs did when `--item <id>` is put
 * behind them: none where the evaluation itself asks that way.
 */
export function againCommand(evaluation: string, adapter: AdapterFolder, runs: readonly Run[]): string {
  const remote = runs.find(({ generator }) => generator.kind === "remote");
  if (remote === undefined && runs.every((run) => asEvaluated(adapter, run))) return evaluation;
  const list = (names: readonly string[]) => [...new Set(names)].join(",");
  const subjectOf = ({ generator, condition }: Run) => (generator.kind === "remote" ? "remote" : condition.subject);
  const address = remote && /https?:\S+$/.exec(remote.generator.engine)?.[0];
  return [
    evaluation,
    `--conditions ${list(runs.map(({ condition }) => conditionName(condition)))}`,
    `--subject ${list(runs.map(subjectOf))}`,
    ...(remote === undefined ? [] : [`--send-to ${address} --model ${shellWord(remote.generator.base.id)}`]),
  ].join(" ");
}

/** Whether an evaluation of the adapter asks as this run did: plainly, or as the base's best prompt does. */
function asEvaluated(adapter: AdapterFolder, { condition, generator }: Run): boolean {
  if (condition.scaffold.kind === "plain") return true;
  const best = adapter.results.get(generator.base.id)?.baseBest.examples;
  return condition.scaffold.kind === "few-shot" && condition.subject === "base" && exampleCount(condition) === best;
}

import { sha256Hex, type Run } from "@locollm/core";
import { conditionName, exampleCount, shellWord } from "@locollm/eval";
import type { AdapterFolder, Workspace } from "@locollm/store";
import { evalCommand } from "./eval-command.ts";

export interface AgainOptions {
  /** k of the base's best prompt as `results/<base>.json` says it, where it was written since the adapter was read. */
  readonly best?: number;
}

/**
 * What asks an item again as these runs did when `--item <id>` is put behind it: the evaluation itself where it asks that way, else with
 * the options that do. Undefined where no one command can: a recorded run, another file of the base, other weights, two models.
 */
export function againCommand(
  workspace: Workspace,
  adapter: AdapterFolder,
  runs: readonly Run[],
  options: AgainOptions = {},
): string | undefined {
  const remotes = runs.filter(({ generator }) => generator.kind === "remote");
  const locals = runs.filter(({ generator }) => generator.kind === "local");
  const models = [remotes, locals].map((some) => new Set(some.map(({ generator }) => generator.base.sha256)).size);
  if (remotes.length + locals.length < runs.length || Math.max(...models) > 1) return undefined;
  if (!locals.every((run) => isHere(workspace, adapter, run))) return undefined;
  const evaluation = evalCommand(workspace, adapter, locals[0]?.generator.base.id);
  const [remote] = remotes;
  if (remote === undefined && runs.every((run) => asEvaluated(adapter, run, options))) return evaluation;
  const endpoint = remote && endpointOptions(remote);
  if (remote !== undefined && endpoint === undefined) return undefined;
  const list = (names: readonly string[]) => [...new Set(names)].join(",");
  const subjectOf = ({ generator, condition }: Run) => (generator.kind === "remote" ? "remote" : condition.subject);
  return [
    evaluation,
    `--conditions ${list(runs.map(({ condition }) => conditionName(condition)))}`,
    `--subject ${list(runs.map(subjectOf))}`,
    ...(endpoint ?? []),
  ].join(" ");
}

/** What shows an item's answers out of two stored runs when `--item <id>` is put behind it. */
export function storedCommand(after: Pick<Run, "id">, before: Pick<Run, "id">): string {
  return `loco report ${after.id.slice(0, 12)} ${before.id.slice(0, 12)}`;
}

/** Whether the weights that answered are those that would answer now. */
function isHere({ bases }: Workspace, adapter: AdapterFolder, { generator }: Run): boolean {
  const base = bases.find(({ id }) => id === generator.base.id);
  if (base === undefined || (base.file.sha256 ?? generator.base.sha256) !== generator.base.sha256) return false;
  return (
    generator.adapter === null || adapter.locks.get(generator.base.id)?.weights.sha256 === generator.adapter.sha256
  );
}

/** Undefined where the run does not tell the whole address: what stands behind a `?` may be secret and is not kept. */
function endpointOptions({ generator, keyFrom }: Run): string[] | undefined {
  const address = /https?:\S+$/.exec(generator.engine)?.[0];
  const model = generator.base.id;
  if (address === undefined || sha256Hex(`${address}\n${model}`) !== generator.base.sha256) return undefined;
  const key = keyFrom === undefined ? [] : [`--key-from ${shellWord(keyFrom)}`];
  return [`--send-to ${shellWord(address)} --model ${shellWord(model)}`, ...key];
}

/** Whether an evaluation of the adapter asks as this run did: plainly, or as the base's best prompt does. */
function asEvaluated(adapter: AdapterFolder, { condition, generator }: Run, { best }: AgainOptions): boolean {
  if (condition.scaffold.kind === "plain") return true;
  const examples = best ?? adapter.results.get(generator.base.id)?.baseBest.examples;
  return condition.scaffold.kind === "few-shot" && condition.subject === "base" && exampleCount(condition) === examples;
}

import {
  LocoError,
  loopTools,
  nearestNames,
  type AdapterManifest,
  type Condition,
  type Item,
  type SingleScaffold,
} from "@locollm/core";
import { plainCondition } from "./conditions.ts";
import { pickExamples } from "./pick-examples.ts";

/** What `all` stands for. */
export const standardConditions = [
  "plain",
  "few-shot:4",
  "chain-of-thought",
  "re-read",
  "vote:5",
  "calculator",
] as const;
/** The forms of a condition's name; `k`, `n` and `r` are numbers. */
export const conditionForms = [
  "plain",
  "few-shot:k",
  "chain-of-thought[:k]",
  "re-read[:k]",
  "vote:n[/<other>]",
  "calculator[:r]",
  "python[:r]",
] as const;

/** Tokens for thinking and for calls, beside those that the manifest gives an answer. */
const thinkingTokens = 256;
/** As in X. Wang et al., "Self-Consistency Improves Chain of Thought Reasoning in Language Models" (2022). */
const voteTemperature = 0.7;
const defaultRounds = 3;

export interface NamedConditionOptions {
  readonly manifest: AdapterManifest;
  readonly subject: Condition["subject"];
  /** Where examples are taken from. */
  readonly trainingRows: readonly Item[];
}

/**
 * The condition of a name: `plain`, `few-shot:k`, `chain-of-thought`, `chain-of-thought:k`, `re-read`, `re-read:k` (k examples),
 * `vote:n` (n answers, plainly asked), `vote:n/chain-of-thought` (asked that way), `calculator` or
 * `python`, alone or with `:r` (r calls at most).
 *
 * @throws LocoError `condition-unknown`, `too-few-examples`
 */
export function namedCondition(name: string, options: NamedConditionOptions): Condition {
  const { manifest, subject } = options;
  const plain = plainCondition(manifest, subject);
  const [vote, of] = splitAt(name, "/");
  const votes = /^vote:(\d{1,2})$/.exec(vote);
  if (votes !== null) {
    const each = of === undefined ? plain : namedCondition(of, options);
    const samples = Number(votes[1]);
    const { scaffold } = each;
    if (scaffold.kind === "vote" || scaffold.kind === "tool-loop" || samples < 2 || samples > 64)
      throw unknownCondition(name);
    const sampling = { ...each.sampling, temperature: voteTemperature };
    return { ...each, scaffold: { kind: "vote", samples, of: scaffold }, sampling };
  }
  const [kind, number] = splitAt(name, ":");
  const count = number === undefined ? undefined : /^\d{1,2}$/.test(number) ? Number(number) : NaN;
  if (count !== undefined && !(count >= 1)) throw unknownCondition(name);
  const longer = { ...plain.sampling, maxTokens: Math.min(4096, plain.sampling.maxTokens + thinkingTokens) };
  const tool = loopTools.find((one) => one === kind);
  if (tool !== undefined) {
    const rounds = count ?? defaultRounds;
    if (rounds > 16) throw unknownCondition(name);
    return { ...plain, scaffold: { kind: "tool-loop", tool, rounds }, sampling: longer };
  }
  const single = singleScaffold(kind, examplesFor(name, count, options));
  if (single === undefined || (kind === "plain" && count !== undefined)) throw unknownCondition(name);
  return { ...plain, scaffold: single, ...(kind === "chain-of-thought" && { sampling: longer }) };
}

function singleScaffold(kind: string, examples: string[] | undefined): SingleScaffold | undefined {
  if (kind === "plain") return { kind };
  if (kind === "few-shot") return examples === undefined ? undefined : { kind, examples };
  if (kind === "chain-of-thought" || kind === "re-read") return { kind, ...(examples !== undefined && { examples }) };
  return undefined;
}

function examplesFor(
  name: string,
  count: number | undefined,
  { trainingRows }: NamedConditionOptions,
): string[] | undefined {
  if (count === undefined) return undefined;
  const ids = pickExamples(trainingRows, count).map(({ id }) => id);
  if (ids.length === count) return ids;
  throw new LocoError({
    code: "too-few-examples",
    message: `${name} needs ${count} training rows as examples; there are ${ids.length} to choose from.`,
    fix: "Ask for fewer examples, or write more rows in data/train.jsonl.",
    fields: { condition: name, rows: ids.length },
    kind: "usage",
  });
}

function splitAt(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** The error that names the nearest condition and all forms. */
export function unknownCondition(name: string): LocoError {
  const [nearest] = nearestNames(name, standardConditions);
  return new LocoError({
    code: "condition-unknown",
    message: `There is no condition ${name}${nearest === undefined ? "" : `; the nearest is ${nearest}`}.`,
    fix: `Name conditions, separated by commas: ${conditionForms.join(", ")}; or all.`,
    fields: { condition: name },
    kind: "usage",
  });
}

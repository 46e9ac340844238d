import type { Recipe } from "@locollm/core";
import type { TrainRow } from "../train-plan.ts";
import type { RunCurve } from "./run-curve.ts";

export const troubles = [
  "learns-nothing",
  "rate-too-high",
  "overfits",
  "still-learning",
  "nothing-to-learn",
  "answers-far-from-base",
  "rows-contradict",
] as const;

/** One thing that a curve shows, in plain words, with the rows that are at fault where some are. */
export interface Trouble {
  readonly code: (typeof troubles)[number];
  readonly message: string;
  readonly fix: string;
  readonly rows: readonly string[];
}

export interface Diagnosed {
  readonly curve: RunCurve;
  readonly recipe: Recipe;
  readonly rows: readonly TrainRow[];
  /** Training rows of the highest loss, the worst first. */
  readonly hardest: readonly { readonly id: string; readonly loss: number }[];
}

/** Steps whose mean is one point of what is looked at: single steps jump. */
const window = 8;
/** Loss in nats a token at which an answer is about as unexpected as a random token of a vocabulary. */
const asRandom = 8;

/** What a training's curve says, for somebody who has never seen one. Nothing where all is as it should be. */
export function diagnoseTraining(run: Diagnosed): Trouble[] {
  const means = windowMeans(run.curve.steps);
  if (means.length < 2) return contradictions(run);
  return [...learning(run, means), ...rate(run, means), ...validation(run), ...contradictions(run)];
}

function learning({ recipe }: Diagnosed, means: readonly number[]): Trouble[] {
  const [first, lowest] = [means[0]!, Math.min(...means)];
  if (first > asRandom) {
    return [
      {
        code: "answers-far-from-base",
        message: `At the start an answer token cost ${first.toFixed(1)} nats, about as much as a random one: the base cannot read these rows.`,
        fix: "Look at a row as the base gets it: answers in another script than the base's, or a chat template that is not its own, look like this.",
        rows: [],
      },
    ];
  }
  if (first < 0.02) {
    return [
      {
        code: "nothing-to-learn",
        message: `The base knows the answers before training (${first.toFixed(3)} nats a token): there is nothing to learn.`,
        fix: "See whether the question gives the answer away, or write harder rows.",
        rows: [],
      },
    ];
  }
  if (lowest > 0.95 * first) {
    return [
      {
        code: "learns-nothing",
        message: `The loss hardly fell (${first.toFixed(2)} to ${lowest.toFixed(2)} nats a token): the adapter learnt nothing.`,
        fix: `Answers that do not follow from their questions look like this; so does a rate that is too low (it is ${recipe.learningRate}). Read ten rows and answer them yourself.`,
        rows: [],
      },
    ];
  }
  return [];
}

function rate({ curve, recipe }: Diagnosed, means: readonly number[]): Trouble[] {
  const rise = Math.ceil((curve.steps.length * recipe.warmup) / window) + 1;
  let lowest = Infinity;
  for (const [at, mean] of means.entries()) {
    if (at >= rise && mean > 2 * lowest + 0.1) {
      return [
        {
          code: "rate-too-high",
          message: `From step ${at * window + 1} on the loss rose from ${lowest.toFixed(2)} to ${mean.toFixed(2)}: the learning rate of ${recipe.learningRate} is too high for these rows.`,
          fix: `Set train.learningRate to ${Number((recipe.learningRate / 3).toPrecision(2))} in adapter.yaml.`,
          rows: [],
        },
      ];
    }
    lowest = Math.min(lowest, mean);
  }
  return [];
}

function validation({ curve, recipe, hardest }: Diagnosed): Trouble[] {
  const { checks } = curve;
  if (checks.length < 3) return [];
  const best = checks.reduce((least, check) => (check.loss < least.loss ? check : least));
  const last = checks.at(-1)!;
  if (last.loss > 1.2 * best.loss && last.loss > best.loss + 0.02) {
    return [
      {
        code: "overfits",
        message: `After step ${best.step} the loss on held-out rows rose from ${best.loss.toFixed(3)} to ${last.loss.toFixed(3)}: the adapter learns its rows by heart. The weights of step ${best.step} are kept.`,
        fix: "More rows help most; train.epochs can be lower.",
        rows: hardest.slice(0, 3).map(({ id }) => id),
      },
    ];
  }
  const before = checks.at(-2)!;
  const ran = curve.steps.length;
  if (recipe.schedule !== "auto" && last.loss < 0.8 * before.loss && last.loss > 0.02) {
    return [
      {
        code: "still-learning",
        message: `The loss on held-out rows was still falling at the end (${before.loss.toFixed(3)} to ${last.loss.toFixed(3)} by step ${ran}): longer training would help.`,
        fix: "Raise train.epochs in adapter.yaml.",
        rows: [],
      },
    ];
  }
  return [];
}

/** Rows that ask the same and want another answer: no training can serve both. */
function contradictions({ rows, hardest }: Diagnosed): Trouble[] {
  const byQuestion = new Map<string, TrainRow[]>();
  for (const row of rows) {
    const question = JSON.stringify(row.messages);
    byQuestion.set(question, [...(byQuestion.get(question) ?? []), row]);
  }
  const pairs = [...byQuestion.values()].filter((same) => new Set(same.map(({ target }) => target)).size > 1);
  if (pairs.length === 0) return [];
  const worst = new Map(hardest.map(({ id }, at) => [id, at]));
  const order = (row: TrainRow): number => worst.get(row.id) ?? Infinity;
  const ids = pairs
    .flat()
    .sort((a, b) => order(a) - order(b))
    .map(({ id }) => id);
  return [
    {
      code: "rows-contradict",
      message: `${pairs.length === 1 ? "One question has" : `${pairs.length} questions have`} more than one answer among the training rows.`,
      fix: "Keep one answer of each question.",
      rows: ids.slice(0, 6),
    },
  ];
}

function windowMeans(losses: readonly number[]): number[] {
  const means: number[] = [];
  for (let at = 0; at < losses.length; at += window) {
    const part = losses.slice(at, at + window);
    if (part.length === window || means.length === 0) means.push(part.reduce((sum, one) => sum + one, 0) / part.length);
  }
  return means;
}

/** What `loco new` writes into a new adapter's manifest. Every TODO must be replaced before the check passes. */
export function manifestTemplate(title: string): string {
  return `# yaml-language-server: $schema=../../../../schemas/adapter.schema.json
# What each line means: CONTRIBUTING.md. What is still missing: loco check
schema: 1
title: ${JSON.stringify(title)}
summary: TODO one sentence that says what it does with what.
version: 1.0.0
authors: [{ handle: TODO }]
# Of the rows, as an SPDX name. Use only rows that you may share.
licence: CC-BY-4.0
data:
  provenance: TODO who or what made the rows, and that they hold no personal data.
prompt:
  system: TODO what the model is told before every question.
  maxTokens: 64
# How an answer is judged: exact, regex, contains, numeric, choice (with choices: [a, b]), json, sql (with fixture:),
# rouge-l or chrf.
score: { scorer: exact }
# Rates and epochs need no tuning with this one; what may be set beside it: docs/training.md
train: { recipe: early-stopping }
limits: TODO where it must not be trusted.
verify: TODO what a reader should check in an answer.
`;
}

/** The model card of a new adapter, maybe built on another; the measured block is written by `loco card`. */
export function cardTemplate(title: string, origin?: string): string {
  return `# ${title}

TODO what it does, for whom, with one example.
The model is very small and runs in 4 bits: it may be wrong.${origin === undefined ? "" : `\nIt builds on ${origin}.`}

<!-- loco:measured:start -->
<!-- loco:measured:end -->

## Data

TODO how many rows, who or what made them, what easy, medium and hard mean here.
Each line of data/train.jsonl and data/eval.jsonl is one row:

    {"id": "train-0001", "prompt": "the question", "answer": "the right answer", "difficulty": "easy"}

## Limits

TODO what it cannot do.

## What to verify

TODO what to check in an answer before using it.
`;
}

/** The proposal of a new adapter: one page, from which another team can write questions that its author never sees. */
export function proposalTemplate(title: string): string {
  return `# ${title}: proposal

One page for people who do not know this adapter. Another team writes sealed questions from it alone.

## What it answers

TODO which questions, from whom, in what words.

## How an answer looks

TODO its form, exactly: length, units, spelling, what counts as right.

## Examples

TODO two or three questions with their answers.

## Out of scope

TODO what it is not for, and must not be asked.
`;
}

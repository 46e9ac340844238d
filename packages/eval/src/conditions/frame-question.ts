import {
  questionOf,
  targetOf,
  type Item,
  type LoopTool,
  type Message,
  type Scaffold,
  type SingleScaffold,
} from "@locollm/core";
import { answerText } from "../scorers/answer-text.ts";

/** Raised whenever the wording of a scaffold beyond plain and few-shot changes, or how its final answer is read. Part of those runs' ids. */
export const scaffoldRevision = 1;

/** Whatever is put around one question: a scaffold that asks once, or the opening of a tool loop. */
export type Frame = SingleScaffold | Extract<Scaffold, { kind: "tool-loop" }>;

/** How each single question of a scaffold is framed: a vote asks the same way several times. */
export function frameOf(scaffold: Scaffold): Frame {
  return scaffold.kind === "vote" ? scaffold.of : scaffold;
}

/** The ids of the training rows that a scaffold shows. */
export function exampleIds(scaffold: Scaffold): readonly string[] {
  const frame = frameOf(scaffold);
  return ("examples" in frame ? frame.examples : undefined) ?? [];
}

const thinkAloud = "Let's think step by step, then write the answer alone on the last line, after “Answer:”.";
const useTool: Readonly<Record<LoopTool, string>> = {
  calculator:
    "There is a calculator. To use it, write a line such as “Calculate: (12 + 7.5) / 3” and stop; its result is sent to you. When you know the answer, write it alone on the last line, after “Answer:”.",
  python:
    "Python can be run. To use it, write a block of code that begins with ```python, prints the result and ends with ```, and stop; what it prints is sent to you. When you know the answer, write it alone on the last line, after “Answer:”.",
};

/**
 * The turns of a question under a scaffold; only its last turn by the user changes.
 *
 * Chain of thought: T. Kojima et al., "Large Language Models are Zero-Shot Reasoners" (2022). Re-reading (RE2): X. Xu et al.,
 * "Re-Reading Improves Reasoning in Large Language Models" (2023): the question, then `Read the question again:` and the question.
 */
export function frameQuestion(frame: Frame, turns: readonly Message[]): Message[] {
  const last = turns.findLastIndex(({ role }) => role === "user");
  return turns.map((turn, i) => (i === last ? { ...turn, content: framed(frame, turn.content) } : turn));
}

function framed(frame: Frame, question: string): string {
  switch (frame.kind) {
    case "plain":
    case "few-shot":
      return question;
    case "chain-of-thought":
      return `${question}\n\n${thinkAloud}`;
    case "re-read":
      return `${question}\n\nRead the question again: ${question}`;
    case "tool-loop":
      return `${question}\n\n${useTool[frame.tool]}`;
  }
}

/**
 * A training row as an example under a scaffold. Under chain of thought its answer is put after `Answer:`, below the row's
 * working where its closing turn says more than the answer.
 */
export function frameExample(frame: Frame, example: Item): Item {
  const turns = questionOf(example);
  const [target, answer] = [targetOf(example), answerText(example)];
  const worked = target === answer ? `Answer: ${answer}` : `${target}\nAnswer: ${answer}`;
  const content = frame.kind === "chain-of-thought" ? worked : target;
  const { prompt: _, ...row } = example;
  return { ...row, messages: [...frameQuestion(frame, turns), { role: "assistant", content }] };
}

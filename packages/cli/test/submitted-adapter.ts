import { readFile } from "node:fs/promises";
import path from "node:path";
import { adapterPath } from "@locollm/core";
import { repository } from "./small-class.ts";

export interface SubmittedRow {
  readonly id: string;
  readonly prompt: string;
  readonly answer: unknown;
  readonly [field: string]: unknown;
}

export interface SubmittedAdapter {
  /** One of ours, such as `2026-s1/phone-numbers`, whose manifest, card and first rows it takes. */
  readonly like: string;
  /** Its training rows, of ours of the same set and of the other one. */
  readonly train: (rows: SubmittedRow[], other: SubmittedRow[]) => SubmittedRow[];
  readonly eval: (rows: SubmittedRow[], other: SubmittedRow[]) => SubmittedRow[];
  readonly manifest?: (text: string) => string;
}

/** The files of an adapter that somebody sends without weights, by their names in its folder. */
export async function submittedAdapter({ like, manifest, ...sets }: SubmittedAdapter): Promise<Record<string, string>> {
  const text = (name: string) => readFile(path.join(repository, adapterPath(like), name), "utf8");
  const read = async (set: "train" | "eval") =>
    (await text(`data/${set}.jsonl`))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as SubmittedRow);
  const [train, rows] = [await read("train"), await read("eval")];
  const written = (all: readonly SubmittedRow[]) => all.map((row) => `${JSON.stringify(row)}\n`).join("");
  const card = await text("README.md");
  return {
    "adapter.yaml": (manifest ?? ((same: string) => same))(await text("adapter.yaml")),
    "README.md": card.replace(/<!-- loco:measured:start -->[^]*<!-- loco:measured:end -->\n/, ""),
    "data/train.jsonl": written(sets.train(train, rows)),
    "data/eval.jsonl": written(sets.eval(rows, train)),
  };
}

/** The same rows with their answers dealt to other rows: what they teach is the answers' form, and nothing about the questions. */
export function withShuffledAnswers(rows: readonly SubmittedRow[], seed: number): SubmittedRow[] {
  const answers = rows.map(({ answer }) => answer);
  const draw = drawFrom(seed);
  for (let at = answers.length - 1; at > 0; at--) {
    const other = Math.floor(draw() * (at + 1));
    [answers[at], answers[other]] = [answers[other], answers[at]];
  }
  return rows.map((row, at) => ({ ...row, answer: answers[at] }));
}

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

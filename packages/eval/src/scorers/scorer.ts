import type { Item, Score } from "@locollm/core";

/** Our own integer, part of every run's id: raised whenever any scorer or tool judges any output differently. */
export const scorerRevision = 1;

/** Judges one output against its item's answer. It never throws over an output, however hostile. */
export type Scorer = (item: Item, output: string) => Score | Promise<Score>;

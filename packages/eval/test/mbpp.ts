import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Item } from "@locollm/core";

const beside = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data");
const file = join(process.env["LOCO_DATA"] ?? beside, "mbpp", "mbpp.jsonl");

interface MbppRow {
  readonly task_id: string;
  readonly prompt: string;
  readonly canonical_solution: string;
  readonly entry_point: string;
  readonly test: string;
}

/** A task of MBPP as an item of the python scorer. */
export interface MbppTask {
  readonly item: Item;
  /** The reference solution: a whole program. */
  readonly solution: string;
  /** The same program with the asked-for function replaced by one that returns None. */
  readonly nothing: string;
}

/** MBPP (Austin et al. 2021) where `LOCO_DATA` points, else beside the checkout; undefined where it is absent. */
export function readMbpp(): MbppTask[] | undefined {
  if (!existsSync(file)) return undefined;
  const rows = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return rows.map((line) => taskOf(JSON.parse(line) as MbppRow));
}

function taskOf(row: MbppRow): MbppTask {
  const solution = row.prompt + row.canonical_solution;
  return {
    item: {
      id: row.task_id,
      prompt: row.prompt,
      answer: `asked_for = ${row.entry_point}\n${row.test}\ncheck(asked_for)\n`,
    },
    solution,
    nothing: `${solution}\n\ndef ${row.entry_point}(*_, **__):\n    return None\n`,
  };
}

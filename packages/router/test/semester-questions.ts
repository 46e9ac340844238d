import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { difficulties, itemSchema, questionOf, type Item } from "@locollm/core";
import { z } from "zod";
import type { LabelledQuestion } from "../src/measure-routing.ts";
import type { RouterInputs } from "../src/router-inputs.ts";

const semester = "2026-s2";
const folder = join(import.meta.dirname, "..", "..", "..", "semesters", semester);
const outOfScopeSchema = z.strictObject({ id: z.string(), prompt: z.string() });

/** What the teaching semester's router learns from, as its files stand. */
export function semesterInputs(): RouterInputs {
  return {
    adapters: slugs().map((slug) => ({ id: `${semester}/${slug}`, prompts: items(slug, "train").map(textOf) })),
    outOfScope: lines(join(folder, "out-of-scope.jsonl")).map((line) => outOfScopeSchema.parse(line).prompt),
  };
}

/** Evaluation questions of each adapter: `count` of them or, for `Infinity`, all; spread evenly over the difficulties and over each file. */
export function semesterQuestions(count: number): LabelledQuestion[] {
  return slugs().flatMap((slug) => {
    const rows = items(slug, "eval");
    return difficulties.flatMap((difficulty, i) => {
      const share = Math.floor((count + difficulties.length - 1 - i) / difficulties.length);
      const alike = rows.filter((row) => row.difficulty === difficulty);
      return spread(alike, share).map((row) => ({ question: textOf(row), adapter: `${semester}/${slug}` }));
    });
  });
}

/** `count` entries at even distances, or all. */
export function spread<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);
}

function slugs(): string[] {
  return readdirSync(join(folder, "adapters")).filter((slug) =>
    existsSync(join(folder, "adapters", slug, "data", "train.jsonl")),
  );
}

function items(slug: string, file: "train" | "eval"): Item[] {
  return lines(join(folder, "adapters", slug, "data", `${file}.jsonl`)).map((line) => itemSchema.parse(line));
}

function lines(path: string): unknown[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function textOf(item: Item): string {
  return questionOf(item).findLast((turn) => turn.role === "user")?.content ?? "";
}

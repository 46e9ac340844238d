import { existsSync } from "node:fs";
import path from "node:path";
import { importMappingSchema, type AdapterManifest } from "@locollm/core";
import { describe, expect, test } from "vitest";
import { importItems } from "./import-items.ts";

const data = process.env["LOCO_DATA"] ?? path.resolve(import.meta.dirname, "../../../../../shared/data");
const there = existsSync(data);

describe.skipIf(!there)(`public data sets by a mapping${there ? "" : " (skipped: no data)"}`, () => {
  async function read(file: string, mapping: object, score: object) {
    const { items, findings } = await importItems(path.join(data, file), {
      mapping: importMappingSchema.parse(mapping),
      score: score as AdapterManifest["score"],
      idPrefix: "demo",
    });
    return { items, findings: findings.map(({ line, message }) => `${line}: ${message}`) };
  }

  test("MBPP: every task becomes a prompt and its tests", async () => {
    const answer = "{test}\ncheck({entry_point})";
    const { items, findings } = await read(
      "mbpp/mbpp.jsonl",
      { id: "task_id", prompt: "prompt", answer, target: "{prompt}{canonical_solution}" },
      { scorer: "exact" },
    );
    expect([items.length, findings]).toEqual([974, []]);
    expect(items[0]!.id).toBe("MBPP/1");
    expect(items.every((item) => /\ncheck\(\w+\)$/.test(item.answer as string))).toBe(true);
  });

  test("SVAMP: a JSON list, a question of two fields, a number", async () => {
    const { items, findings } = await read(
      "svamp/SVAMP.json",
      { id: "ID", prompt: "{Body}. {Question}", answer: "Answer", tags: ["Type"] },
      { scorer: "numeric", tolerance: 1e-6 },
    );
    expect([items.length, findings]).toEqual([1000, []]);
    expect(items.every(({ answer }) => typeof answer === "number")).toBe(true);
  });

  test("CLINC150: one of several lists of pairs", async () => {
    const { items, findings } = await read(
      "clinc150/data_full.json",
      { rows: "oos_test", prompt: "{0}", answer: "{1}" },
      { scorer: "exact" },
    );
    expect([items.length, findings]).toEqual([1000, []]);
    expect(new Set(items.map(({ answer }) => answer))).toEqual(new Set(["oos"]));
  });
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readRows } from "./read-rows.ts";

test("of a file in which every row is wrong the first thousand are named, and where it stops", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "loco-rows-"));
  try {
    const file = path.join(folder, "train.jsonl");
    const row = (at: number) => JSON.stringify({ id: `r${at}`, question: "When?", answer: "Now" });
    await writeFile(file, Array.from({ length: 20_000 }, (_, at) => `${row(at)}\n`).join(""));
    const { rows, findings } = await readRows(file, "data/train.jsonl");
    expect(rows).toEqual([]);
    expect(findings.length).toBeLessThan(1010);
    expect(findings.at(-1)).toMatchObject({
      code: "findings-cut",
      severity: "error",
      message: expect.stringMatching(
        /^From line \d+ on this file was not read, because \d+ problems are named already\.$/,
      ) as string,
    });
    expect(findings.every(({ severity }) => severity === "error")).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readLabels } from "./read-labels.ts";

async function labelsOf(text: string | Uint8Array) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "labels-"));
  try {
    await writeFile(path.join(folder, "labels.jsonl"), text);
    return await readLabels(path.join(folder, "labels.jsonl"), "labels.jsonl");
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("labels by side and by text, empty lines aside", async () => {
  const { labels, findings } = await labelsOf(
    '{"item":"a","preferred":"after"}\n\n{"item":"b","first":"x","second":"y","preferred":"second"}\r\n{"item":"c","preferred":null}\n',
  );
  expect(findings).toEqual([]);
  expect(labels.map(({ item, preferred }) => [item, preferred])).toEqual([
    ["a", "after"],
    ["b", "second"],
    ["c", null],
  ]);
});

test("bad lines are findings with their line", async () => {
  const { findings } = await labelsOf(
    `{"item":"a","preferred":"left"}\nnot json\n{"item":"x","preferred":"first"}\n{"item":"y","preferred":"tie"}\n{"item":"y","preferred":"tie"}\n${"[".repeat(100_000)}\n{"item":"z","preferred":"tie","who":"me"}\n`,
  );
  expect(findings.map(({ line, code, message }) => `${line} ${code}: ${message}`)).toMatchInlineSnapshot(`
    [
      "1 field-invalid: preferred: left is none of first, second, tie, after, before.",
      "2 row-not-json: This line is not JSON.",
      "3 field-invalid: This needs the texts first and second, or say after or before.",
      "5 label-duplicate: The item y is labelled on line 4 too.",
      "6 row-not-json: This line is not JSON.",
      "7 field-unknown: who is not a field.",
    ]
  `);
  expect((await labelsOf(new Uint8Array([0x7b, 0xff, 0xfe]))).findings[0]?.code).toBe("text-not-utf8");
});

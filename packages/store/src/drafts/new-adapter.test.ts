import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { checkAdapter } from "../check/check-adapter.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { temporaryClass } from "../workspace/temporary-class.ts";
import { newAdapter } from "./new-adapter.ts";

test("a new adapter with a few rows is told precisely what is missing", async () => {
  await using made = await temporaryClass({});
  const folder = await newAdapter({ root: made.root, semester: "2026-s2", slug: "tide-tables" });
  expect((await readdir(folder, { recursive: true })).sort()).toEqual(
    [
      "README.md",
      "adapter.yaml",
      "data",
      path.join("data", "eval.jsonl"),
      path.join("data", "train.jsonl"),
      "proposal.md",
    ].sort(),
  );
  const rows = [1, 2, 3, 4].map(
    (i) => `${JSON.stringify({ id: `t${i}`, prompt: `High tide ${i}?`, answer: `${i}:00` })}\n`,
  );
  await writeFile(path.join(folder, "data", "train.jsonl"), rows.join(""));
  const workspace = await readWorkspace(made.root);
  const semester = workspace.semesters[0]!;
  expect(workspace.findings).toEqual([]);
  const { findings } = await checkAdapter(semester.adapters[0]!, { gate: semester.manifest.gate });
  expect(
    findings.map(
      ({ severity, code, file, line, message }) =>
        `${severity} ${code} ${path.posix.basename(file!)}:${line ?? ""} ${message}`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "error placeholder-left adapter.yaml:5 summary still says TODO.",
      "error placeholder-left adapter.yaml:7 authors still says TODO.",
      "error placeholder-left adapter.yaml:11 data.provenance still says TODO.",
      "error placeholder-left adapter.yaml:13 prompt.system still says TODO.",
      "error placeholder-left adapter.yaml:20 limits still says TODO.",
      "error placeholder-left adapter.yaml:21 verify still says TODO.",
      "error placeholder-left README.md:3 The model card still says TODO.",
      "note proposal-unfinished proposal.md:7 The proposal still says TODO.",
      "error rows-too-few train.jsonl: 4 of 6 rows: 2 are missing.",
      "error rows-too-few eval.jsonl: 0 of 3 rows: 3 are missing.",
    ]
  `);
});

test("rows can come with it", async () => {
  await using made = await temporaryClass({});
  const item = { id: "e1", prompt: "When?", answer: "now" };
  const folder = await newAdapter({ root: made.root, semester: "2026-s2", slug: "demo", eval: [item] });
  expect(await readFile(path.join(folder, "data", "eval.jsonl"), "utf8")).toBe(`${JSON.stringify(item)}\n`);
});

test("refuses a bad name, a name that is taken, a semester that is not there", async () => {
  await using made = await temporaryClass({});
  const make = (slug: string, semester = "2026-s2") => newAdapter({ root: made.root, semester, slug });
  await make("demo");
  await expect(make("demo")).rejects.toMatchObject({ code: "adapter-exists", kind: "usage" });
  await expect(make("Tide Tables!")).rejects.toMatchObject({
    code: "bad-adapter-name",
    fix: "Try: loco new tide-tables",
  });
  await expect(make("Ünïcode Ærøå")).rejects.toMatchObject({ fix: "Try: loco new unicode-r-a" });
  await expect(make("aux")).rejects.toMatchObject({
    message: "aux cannot be an adapter's name: must not be a name that Windows keeps for a device.",
    fix: "Choose a name such as tide-tables.",
  });
  await expect(make("../x")).rejects.toMatchObject({ code: "bad-adapter-name" });
  await expect(make("x", "1999-s1")).rejects.toMatchObject({ code: "unknown-semester" });
});

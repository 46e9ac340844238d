import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { demoCard, demoManifest, temporaryClass } from "../workspace/temporary-class.ts";
import { newAdapter } from "./new-adapter.ts";
import { readOrigin } from "./origin.ts";

const folder = "semesters/2026-s2/adapters/demo";

/** The new adapter.yaml, and how it was read again, of one that begins with the demo adapter. */
async function begun(manifest: string) {
  await using made = await temporaryClass({
    [`${folder}/adapter.yaml`]: manifest,
    [`${folder}/README.md`]: demoCard,
    [`${folder}/data/train.jsonl`]: '{"id": "t1",  "prompt": "Say 1", "answer": "1"}\n',
    [`${folder}/data/eval.jsonl`]: '{"id": "e1", "prompt": "Say a", "answer": "a"}\n',
  });
  const before = await readWorkspace(made.root);
  const origin = await readOrigin(before.semesters[0]!.adapters[0]!);
  const copied = await newAdapter({ root: made.root, semester: "2026-s2", slug: "copy", origin });
  expect(await readFile(path.join(copied, "data/train.jsonl"), "utf8")).toBe(
    '{"id": "t1",  "prompt": "Say 1", "answer": "1"}\n',
  );
  const { findings, semesters } = await readWorkspace(made.root);
  expect(findings).toEqual([]);
  const read = semesters[0]!.adapters.find(({ slug }) => slug === "copy")!.manifest;
  expect(read).toMatchObject({
    title: "Demo",
    version: "1.0.0",
    authors: [{ handle: "TODO" }],
    data: { provenance: expect.stringMatching(/^TODO .* 2026-s2\/demo@.*written by hand/) },
  });
  return { text: await readFile(path.join(copied, "adapter.yaml"), "utf8"), from: read.from };
}

test("keeps order, comments and style of the manifest that it begins with", async () => {
  const { text, from } = await begun(`# Mine\n${demoManifest.replace("version: 1.0.0", "version: 2.3.1 # again")}`);
  expect(from).toEqual(["2026-s2/demo@2.3.1"]);
  expect(text).toMatchInlineSnapshot(`
    "# Mine
    schema: 1
    title: Demo
    summary: Says what it is told.
    from: [2026-s2/demo@2.3.1]
    version: 1.0.0 # again
    authors: [{ handle: TODO }]
    licence: CC-BY-4.0
    data: { provenance: "TODO what you changed in the rows of 2026-s2/demo@2.3.1, of which it says: written by hand; no personal data" }
    prompt: { system: Say it again. }
    score: { scorer: exact }
    limits: English only.
    "
  `);
});

test("reads long forms, an older lineage and Windows line ends", async () => {
  const long = demoManifest
    .replace("authors: [{ handle: somebody }]", "authors:\n  - handle: somebody\n  - handle: another")
    .replace(
      "data: { provenance: written by hand; no personal data }",
      "data:\n  provenance: >-\n    written by hand;\n    no personal data",
    )
    .replace("licence:", "from:\n  - 2026-s2/copy@0.1.0\nlicence:");
  for (const manifest of [long, long.replaceAll("\n", "\r\n")])
    expect((await begun(manifest)).from).toEqual(["2026-s2/demo@1.0.0"]);
});

test("a manifest that is written as JSON", async () => {
  const json = JSON.stringify({
    schema: 1,
    title: "Demo",
    summary: "Says what it is told.",
    version: "1.0.0",
    authors: [{ handle: "somebody" }],
    licence: "CC-BY-4.0",
    data: { provenance: "written by hand" },
    score: { scorer: "exact" },
    limits: "English only.",
  });
  expect((await begun(json)).from).toEqual(["2026-s2/demo@1.0.0"]);
});

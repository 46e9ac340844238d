import { readFile } from "node:fs/promises";
import path from "node:path";
import { datasetHash, promptRevision, sha256Hex, type Item, type Run, type Sample } from "@locollm/core";
import { plainCondition, scorerRevision } from "@locollm/eval";
import { openRunFolder, readAdapterData, readWorkspace, resolveAdapter, type AdapterFolder } from "@locollm/store";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

test("a run as another program's file, by the beginning of its id; the notice beside the answers", async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 2, eval: 2 });
  const adapter = resolveAdapter(await readWorkspace(made.root), "iso-dates");
  const items = (await readAdapterData(adapter)).eval.map(({ item }) => item);
  const run = writtenDown(adapter, items);
  const sample = (item: Item, output: string, outcome: "right" | "format-miss"): Sample => ({
    item: item.id,
    output,
    finish: "stop",
    logProbabilities: [-0.5],
    score: { outcome, value: outcome === "right" ? 1 : 0 },
  });
  const samples = [sample(items[0]!, "1969-10-05", "right"), sample(items[1]!, "6 December", "format-miss")];
  await openRunFolder(made.root).write(run, samples, []);

  const printed = await made.loco("export", run.id.slice(0, 8), "--as", "lm-eval");
  expect(printed.stdout.split("\n").map((line) => (JSON.parse(line) as { right: number }).right)).toEqual([1, 0]);
  expect(printed.stderr).toContain("may be wrong");

  const written = await made.loco(
    "export",
    `.loco/runs/${run.id}/samples.jsonl`,
    "--as",
    "inspect",
    "--out",
    "log.json",
  );
  expect(written).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "2 answers in log.json.
    A small model wrote this (SmolLM2 135M Instruct, 135M parameters, 4 bits). It may be wrong.",
    }
  `);
  const log = JSON.parse(await readFile(path.join(made.root, "log.json"), "utf8")) as { eval: { metadata: object } };
  expect(log.eval.metadata).toMatchObject({ notice: expect.stringContaining("may be wrong") as string, run: run.id });

  expect((await made.loco("export", "ffff", "--as", "inspect")).stderr).toMatchInlineSnapshot(`
    "error: There is no run ffff in this workspace (1 are there).
    See which there are: loco report
    More: loco explain run-missing"
  `);
});

/** A run of the base on these items, as one that was measured elsewhere. */
function writtenDown({ id, manifest }: AdapterFolder, items: readonly Item[]): Run {
  const counts = { items: 2, right: 1, wrong: 0, formatMisses: 1, contentRight: 0, errors: 0 };
  return {
    schema: 1,
    id: sha256Hex("by hand"),
    adapter: id,
    dataset: { sha256: datasetHash(items), items: items.length },
    condition: plainCondition(manifest, "base"),
    generator: {
      kind: "recorded",
      engine: "by hand",
      revision: 1,
      base: { id: "smollm2-135m-instruct-q4-1", sha256: sha256Hex("base") },
      adapter: null,
      template: sha256Hex("template"),
      shape: {},
    },
    scorer: manifest.score,
    revisions: { prompt: promptRevision, scorer: scorerRevision },
    system: manifest.prompt.system ?? null,
    counts,
    byDifficulty: {},
  };
}

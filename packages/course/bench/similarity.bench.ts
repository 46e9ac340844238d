/**
 * What two adapters' weights and rows have in common: all weights ever committed, by how they were made, and what changes to weights
 * leave of it; then the time that comparing takes. docs/similarity.md quotes it. Run: pnpm bench similarity [more .gguf files]
 */
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { readAdapterData, type Row } from "@locollm/store";
import { dataOverlap, type DataOverlap } from "../src/similarity/data-overlap.ts";
import { weightUpdates } from "../src/similarity/weight-updates.ts";
import { weightsOverlap, type WeightsOverlap } from "../src/similarity/weights-overlap.ts";
import { classAndBase } from "../test/class-base.ts";
import { changedWeights, changes } from "./changed-weights.ts";
import { otherSeedRows } from "./other-seed-rows.ts";
import { committedWeights, weightsFile, type CommittedWeights } from "./committed-weights.ts";

const { workspace, base } = await classAndBase();
const folder = await mkdtemp(path.join(os.tmpdir(), "loco-similarity-"));
try {
  const found = [
    ...(await committedWeights(workspace, base, folder)),
    ...process.argv.slice(2).map((file) => weightsFile(file, base)),
  ];
  const started = performance.now();
  const all = found.map((one) => ({ ...one, updates: weightUpdates(one.weights) }));
  const prepared = (performance.now() - started) / all.length;

  const groups = new Map<string, { readonly names: string; readonly overlap: WeightsOverlap }[]>();
  const compared = performance.now();
  let pairs = 0;
  for (const [at, one] of all.entries())
    for (const other of all.slice(at + 1)) {
      const overlap = weightsOverlap(one.updates, other.updates);
      const kind = kindOf(one, other);
      groups.set(kind, [...(groups.get(kind) ?? []), { names: `${one.name}, ${other.name}`, overlap }]);
      pairs++;
    }
  const overlapped = (performance.now() - compared) / pairs;
  console.log(`Weights: ${all.length} files, ${pairs} pairs (cosine; shared directions written, read)`);
  for (const [kind, members] of [...groups].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const range = (figure: (overlap: WeightsOverlap) => number) => {
      const values = members.map(({ overlap }) => figure(overlap)).sort((a, b) => a - b);
      return `${values[0]!.toFixed(3)} to ${values.at(-1)!.toFixed(3)}`;
    };
    console.log(
      `  ${kind}, ${members.length}: ${range((o) => o.cosine)}; ${range((o) => o.outputs)}, ${range((o) => o.inputs)}`,
    );
    const most = members.reduce((a, b) => (b.overlap.cosine > a.overlap.cosine ? b : a));
    console.log(`    most: ${most.names}`);
  }

  const [subject] = all.filter(({ task }) => task === "iso-dates");
  console.log(`Changes to ${subject!.name}`);
  for (const { name, change } of changes) {
    const changed = weightUpdates(await changedWeights(subject!.weights, change, base, folder));
    const { cosine, outputs, inputs } = weightsOverlap(subject!.updates, changed);
    console.log(`  ${name}: ${cosine.toFixed(3)}; ${outputs.toFixed(3)}, ${inputs.toFixed(3)}`);
  }

  const adapters = await Promise.all(
    workspace.semesters
      .flatMap((semester) => semester.adapters)
      .map(async (one) => ({ ...one, data: await readAdapterData(one) })),
  );
  const overlaps = adapters.flatMap((one) =>
    adapters.filter((other) => other !== one).flatMap((other) => dataOverlap(one.data, other.data)),
  );
  console.log(
    `Rows: ${overlaps.length} pairs of sets of different adapters, at most ${Math.max(...overlaps.map(({ jaccard }) => jaccard)).toFixed(3)} of passages and ${Math.max(...overlaps.map(({ rowsShared }) => rowsShared))} rows shared`,
  );

  for (const [id, data] of await otherSeedRows(workspace.root)) {
    const [training, , , evaluation] = dataOverlap(adapters.find((one) => one.id === id)!.data, data);
    const words = ({ jaccard, rowsShared, rows: count }: DataOverlap) =>
      `${jaccard.toFixed(3)} of passages and ${rowsShared} of ${count} rows`;
    console.log(`  ${id} from another seed: training ${words(training!)}, evaluation ${words(evaluation!)}`);
  }

  const rows = adapters.flatMap(({ data }) => data.train);
  const [own, ...others] = Array.from({ length: 41 }, (_, set) => freshSet(rows, set));
  const begun = performance.now();
  for (const train of others) dataOverlap({ train: own!, eval: [] }, { train, eval: [] });
  console.log("Times");
  console.log(`  prepare an adapter ${prepared.toFixed(0)} ms, compare two ${overlapped.toFixed(0)} ms`);
  console.log(`  1,000 rows against 40 sets of 1,000: ${((performance.now() - begun) / 1000).toFixed(2)} s`);
} finally {
  await rm(folder, { recursive: true });
}

function kindOf(one: CommittedWeights, other: CommittedWeights): string {
  const task =
    one.task !== other.task ? "different tasks" : one.rows === other.rows ? "the same rows" : "one task, other rows";
  return `${task}, ${one.seed === other.seed ? "the same seed" : "another seed"}`;
}

/** A thousand rows that nobody has looked at yet. */
function freshSet(rows: readonly Row[], set: number): Row[] {
  return Array.from({ length: 1000 }, (_, at) => {
    const { item } = rows[(set * 131 + at * 7) % rows.length]!;
    return { item: { ...item, id: `${set}-${at}`, prompt: `${item.prompt ?? ""} ${set}` }, line: at + 1 };
  });
}

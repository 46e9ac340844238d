/**
 * What each recipe that saves time costs in quality: every variant of `recipe-variants.ts` trained on the sample adapters' own rows
 * with several seeds, and asked for items that none of them saw. A training that was measured before, with the same program, rows,
 * recipe and items, is read from `.loco/bench/tricks.jsonl` instead.
 * Run: pnpm bench tricks [adapters, with commas] [seeds] [variants, by number, with commas] [items] [training rows: the first so many]
 */
import { appendFile, mkdir, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { datasetHash, hashOf, resolveRecipe, type AdapterManifest } from "@locollm/core";
import { clusteredDifference } from "@locollm/eval";
import { fetchBase, readAdapterData, readWorkspace, resolveAdapter } from "@locollm/store";
import { preparePython, trainerRevision } from "@locollm/trainer";
import { measuredTraining, type MeasuredTraining } from "./measured-training.ts";
import { recipeVariants } from "./recipe-variants.ts";
import { unseenItems } from "./unseen-items.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const [
  slugs = "iso-dates,word-problems,library-sql,2026-s1/shop-reviews",
  seeds = "3",
  numbers = "",
  count = "1000",
  limit = "",
] = process.argv.slice(2);
const variants = Object.entries(recipeVariants).filter(
  (_, at) => numbers === "" || numbers.split(",").includes(String(at + 1)),
);
const workspace = await readWorkspace(root);
const base = workspace.bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
const file = await fetchBase(base);
const { python } = await preparePython({ onLog: (line) => console.error(line) });
const kept = path.join(root, ".loco", "bench", "tricks.jsonl");
await mkdir(path.dirname(kept), { recursive: true });
const text = await readFile(kept, "utf8").catch(() => "");
const before = new Map(
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Measured)
    .map((one) => [one.key, one]),
);

interface Measured extends MeasuredTraining {
  readonly key: string;
  readonly adapter: string;
  readonly variant: string;
  readonly seed: number;
}

const measured: Measured[] = [];
for (const slug of slugs.split(",")) {
  const adapter = resolveAdapter(workspace, slug);
  const all = (await readAdapterData(adapter)).train.map(({ item }) => item);
  const rows = limit === "" ? all : all.slice(0, Number(limit));
  const unseen = await unseenItems(root, adapter, Number(count));
  for (let seed = 1; seed <= Number(seeds); seed++) {
    for (const [variant, settings] of variants) {
      const { train } = adapter.manifest;
      const manifest: AdapterManifest = { ...adapter.manifest, train: { ...train, ...settings(train), seed } };
      const recipe = resolveRecipe(manifest.train);
      const hashes = { rows: datasetHash(rows), unseen: datasetHash(unseen), base: file.sha256 };
      const key = hashOf({ ...hashes, recipe, revision: trainerRevision, processor: os.cpus()[0]?.model ?? "" });
      const known = before.get(key);
      const subject = { id: adapter.id, manifest };
      const here = { id: base.id, sha256: file.sha256, file: file.path };
      const one = known ?? {
        key,
        adapter: adapter.id,
        variant,
        seed,
        ...(await measuredTraining(python, here, subject, rows, unseen)),
      };
      if (known === undefined) await appendFile(kept, `${JSON.stringify(one)}\n`);
      measured.push({ ...one, variant });
      console.log(`${adapter.id}, seed ${seed}, ${variant} (${one.precision}): ${told(one)}`);
    }
  }
}

const first = variants[0]![0];
for (const adapter of new Set(measured.map((one) => one.adapter))) {
  console.log(`\n| ${adapter} | right of ${count}, by seed | against the first | tokens/s | seconds | GB |`);
  console.log("|---|---|---|---|---|---|");
  for (const [variant] of variants) {
    const own = measured.filter((one) => one.adapter === adapter && one.variant === variant);
    const mean = (of: (one: Measured) => number) => own.reduce((sum, one) => sum + of(one), 0) / own.length;
    const cells = [
      variant,
      own.map(({ right }) => right.filter(Boolean).length).join(", "),
      variant === first ? "" : difference(adapter, variant),
      mean((one) => one.tokensPerSecond).toFixed(0),
      mean((one) => one.startSeconds + one.seconds).toFixed(0),
      (Math.max(...own.map((one) => one.peakMemoryBytes)) / 1e9).toFixed(2),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

/** Points over the first variant, paired by seed and item, with a 95 % interval; an item's seeds are one cluster. */
function difference(adapter: string, variant: string): string {
  const of = (name: string, seed: number) =>
    measured.find((one) => one.adapter === adapter && one.variant === name && one.seed === seed)!.right;
  const all = Array.from({ length: Number(seeds) }, (_, at) => {
    const other = of(first, at + 1);
    return of(variant, at + 1).map((right, item) => Number(right) - Number(other[item]));
  });
  const clusters = all.flatMap((differences) => differences.map((_, item) => String(item)));
  const { mean, interval } = clusteredDifference(all.flat(), clusters);
  return `${signed(mean)} (${interval.map(signed).join(" to ")})`;
}

function signed(share: number): string {
  return `${share > 0 ? "+" : ""}${(100 * share).toFixed(1)}`;
}

function told(one: MeasuredTraining): string {
  const parts = [
    `${one.right.filter(Boolean).length} of ${one.right.length} right`,
    `${one.tokensPerSecond.toFixed(0)} tokens/s`,
    `start ${one.startSeconds.toFixed(1)} s`,
    `trained ${one.seconds.toFixed(1)} s in ${one.steps} steps`,
    `${(one.peakMemoryBytes / 1e9).toFixed(2)} GB`,
  ];
  return parts.join(", ");
}

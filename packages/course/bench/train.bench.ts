/**
 * Training beside TRL's SFTTrainer with PEFT, in turn, in processes of their own: same rows, base, rank, batch and epochs. Tokens are
 * prompt and answer of every row trained on, unpadded, once a row and epoch, for both.
 *
 * With a number, the peer is stopped after so many steps and speeds are compared, in each precision that the processor has. With
 * `whole`, it runs to its end in its faster one, with a seed each round, and both are asked for items that neither saw: the time
 * to a score, from the program's start.
 * Run: pnpm bench train [adapter] [the peer's steps, or whole] [rounds] [items]
 */
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fetchBase, readAdapterData, readWorkspace, resolveAdapter } from "@locollm/store";
import { planTraining, preparePython, pythonOptions, writePlan } from "@locollm/trainer";
import { execa } from "execa";
import { measuredTraining, type MeasuredTraining } from "./measured-training.ts";
import { scoreRows } from "./score-rows.ts";
import { trlTraining, type PeerTraining } from "./trl-peer.ts";
import { unseenItems } from "./unseen-items.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const [slug = "iso-dates", steps = "12", rounds = "2", count = "1000"] = process.argv.slice(2);
const whole = steps === "whole";
if (!whole && !(Number(steps) > 0)) throw new Error(`The peer's steps are a number or "whole", not ${steps}.`);
const workspace = await readWorkspace(root);
const adapter = resolveAdapter(workspace, slug);
const base = workspace.bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
const file = await fetchBase(base);
const trainingBase = { id: base.id, sha256: file.sha256, file: file.path };
const { python } = await preparePython({ onLog: (line) => console.error(line) });
const question = "from loco_trainer.device import cpu_has_bf16; print(cpu_has_bf16())";
const { stdout: bf16 } = await execa(python, ["-c", question], pythonOptions());
const precisions =
  String(bf16).trim() !== "True" ? (["fp32"] as const) : whole ? (["bf16"] as const) : (["fp32", "bf16"] as const);
const items = (await readAdapterData(adapter)).train.map(({ item }) => item);
const unseen = whole ? await unseenItems(root, adapter, Number(count)) : [];

interface Figures {
  readonly who: string;
  readonly speed: number;
  readonly start: number;
  readonly seconds: number;
  /** From the program's start to its weights on the disk. */
  readonly wall: number;
  readonly memory: number;
  /** Share of the unseen items that are answered exactly; NaN where none were asked. */
  readonly score: number;
}
const all: Figures[] = [];
for (let round = 1; round <= Number(rounds); round++) {
  const manifest = { ...adapter.manifest, train: { ...adapter.manifest.train, seed: round } };
  for (const precision of precisions) note(await peer(manifest, precision));
  note(ours(await measuredTraining(python, trainingBase, { id: adapter.id, manifest }, items, unseen)));
}
const own = all.filter(({ who }) => who.startsWith("ours"));
for (const precision of precisions) {
  const theirs = all.filter(({ who }) => who === `TRL ${precision}`);
  const times = (of: (one: Figures) => number) => (mean(own, of) / mean(theirs, of)).toFixed(2);
  console.log(`ours over TRL in ${precision}: ${times(({ speed }) => speed)} times the tokens a second`);
  if (!whole) continue;
  const share = (mean(theirs, ({ wall }) => wall) / mean(own, ({ wall }) => wall)).toFixed(1);
  const points = (figures: readonly Figures[]) => (100 * mean(figures, ({ score }) => score)).toFixed(1);
  console.log(
    `time to the weights: 1/${share} of TRL's; right: ${points(own)} % of ours, ${points(theirs)} % of TRL's`,
  );
}

async function peer(manifest: typeof adapter.manifest, precision: "fp32" | "bf16"): Promise<Figures> {
  const place = await mkdtemp(path.join(os.tmpdir(), "loco-bench-"));
  try {
    const plan = planTraining({ adapterId: adapter.id, manifest, items, base: trainingBase, root: place });
    const planFile = await writePlan(plan);
    const trained: PeerTraining = await trlTraining(planFile, precision, whole ? -1 : Number(steps));
    const right = whole ? await scoreRows(python, planFile, trained.weights, manifest.prompt.system, unseen) : [];
    return {
      who: `TRL ${precision}`,
      speed: trained.tokens / trained.seconds,
      start: trained.startSeconds,
      seconds: trained.seconds,
      wall: trained.wallSeconds,
      memory: trained.peakMemoryBytes,
      score: share(right),
    };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function ours(trained: MeasuredTraining): Figures {
  return {
    who: `ours ${trained.precision}`,
    speed: trained.tokensPerSecond,
    start: trained.startSeconds,
    seconds: trained.seconds,
    wall: trained.wallSeconds,
    memory: trained.peakMemoryBytes,
    score: share(trained.right),
  };
}

function note(figures: Figures): void {
  all.push(figures);
  const parts = [
    `${figures.speed.toFixed(0)} tokens/s`,
    `start ${figures.start.toFixed(1)} s`,
    `trained ${figures.seconds.toFixed(1)} s`,
    `${figures.wall.toFixed(1)} s in all`,
    `${(figures.memory / 1e9).toFixed(2)} GB`,
    ...(whole ? [`${(100 * figures.score).toFixed(1)} % right`] : []),
  ];
  console.log(`${figures.who}: ${parts.join(", ")}`);
}

function share(right: readonly boolean[]): number {
  return right.filter(Boolean).length / right.length;
}

function mean(figures: readonly Figures[], of: (one: Figures) => number): number {
  return figures.reduce((sum, one) => sum + of(one), 0) / figures.length;
}

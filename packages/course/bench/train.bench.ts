/**
 * Training beside TRL's SFTTrainer with PEFT, in turn, in processes of their own: same rows, base, rank, batch and epochs. Tokens are
 * prompt and answer of every row trained on, unpadded, once a row and epoch, for both. The peer is stopped after some steps; ours runs
 * to its end.
 * Run: pnpm bench train [adapter] [the peer's steps] [rounds]
 */
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fetchBase, readAdapterData, readWorkspace, resolveAdapter } from "@locollm/store";
import { execa } from "execa";
import { preparePython } from "../src/environment/python-environment.ts";
import { pythonOptions, runTraining } from "../src/run-training.ts";
import { planTraining, writePlan } from "../src/train-plan.ts";
import { trlTraining, type PeerTraining } from "./trl-peer.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const [slug = "iso-dates", peerSteps = "12", rounds = "2"] = process.argv.slice(2);
const workspace = await readWorkspace(root);
const adapter = resolveAdapter(workspace, slug);
const base = workspace.bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
const file = await fetchBase(base);
const { python } = await preparePython({ onLog: (line) => console.error(line) });
const question = "from loco_trainer.device import cpu_has_bf16; print(cpu_has_bf16())";
const { stdout: bf16 } = await execa(python, ["-c", question], pythonOptions());
const precisions = String(bf16).trim() === "True" ? (["fp32", "bf16"] as const) : (["fp32"] as const);
const items = (await readAdapterData(adapter)).train.map(({ item }) => item);

const peers: PeerTraining[] = [];
const ours: { speed: number; memory: number; load: number; seconds: number }[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const place = await mkdtemp(path.join(os.tmpdir(), "loco-bench-"));
  try {
    const plan = planTraining({
      adapterId: adapter.id,
      manifest: adapter.manifest,
      items,
      base: { id: base.id, sha256: file.sha256, file: file.path },
      root: place,
    });
    for (const precision of precisions) {
      const peer = await trlTraining(await writePlan(plan), precision, Number(peerSteps));
      peers.push(peer);
      say(`TRL ${precision}`, peer.tokens / peer.seconds, peer.startSeconds, peer.peakMemoryBytes, peer.seconds);
    }
    const { start, done } = await runTraining(plan, { python });
    ours.push({
      speed: done.tokensPerSecond,
      memory: done.peakMemoryBytes,
      load: start.loadSeconds,
      seconds: done.seconds,
    });
    say(
      `ours ${start.precision}, ${done.steps} steps`,
      done.tokensPerSecond,
      start.loadSeconds,
      done.peakMemoryBytes,
      done.seconds,
    );
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const own = mean(ours.map(({ speed }) => speed));
for (const precision of precisions) {
  const theirs = mean(
    peers.filter((peer) => peer.precision === precision).map(({ tokens, seconds }) => tokens / seconds),
  );
  console.log(`ours over TRL in ${precision}: ${(own / theirs).toFixed(2)} times the tokens a second`);
}

function say(who: string, speed: number, start: number, memory: number, seconds: number): void {
  const parts = [
    `${speed.toFixed(0)} tokens/s`,
    `start ${start.toFixed(1)} s`,
    `trained ${seconds.toFixed(1)} s`,
    `${(memory / 1e9).toFixed(2)} GB`,
  ];
  console.log(`${who}: ${parts.join(", ")}`);
}

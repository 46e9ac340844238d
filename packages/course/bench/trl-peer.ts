import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { locoHome } from "@locollm/store";
import { findPython, requirementsFile } from "@locollm/trainer";
import { execa } from "execa";

const version = "1.16.0";

/** A Python of its own with TRL beside the very libraries that our trainer is pinned to; made once. */
async function peerPython(): Promise<string> {
  const folder = path.join(locoHome(), "environments", `bench-trl-${version}`);
  const python = path.join(folder, "bin", "python");
  const finished = await access(path.join(folder, "finished")).then(
    () => true,
    () => false,
  );
  if (finished) return python;
  const pins = await readFile(path.join(path.dirname(requirementsFile("uv")), "trainer.in"), "utf8");
  const { executable } = await findPython();
  await execa(executable, ["-m", "venv", folder]);
  await execa(python, ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirementsFile("uv")]);
  await execa(python, [
    "-m",
    "uv",
    "pip",
    "install",
    "--quiet",
    "--python",
    python,
    `trl==${version}`,
    ...pins.trim().split("\n"),
  ]);
  await execa(python, ["-c", `open(${JSON.stringify(path.join(folder, "finished"))}, "w").close()`]);
  return python;
}

export interface PeerTraining {
  readonly precision: string;
  readonly steps: number;
  readonly tokens: number;
  /** Of steps and tokens but the first step, which is slower. */
  readonly seconds: number;
  readonly wallSeconds: number;
  readonly startSeconds: number;
  readonly peakMemoryBytes: number;
  /** What PEFT saved. */
  readonly weights: string;
}

/** TRL's SFTTrainer with PEFT on a plan's rows and base. @param steps -1 for the whole training */
export async function trlTraining(plan: string, precision: "fp32" | "bf16", steps: number): Promise<PeerTraining> {
  const script = path.join(import.meta.dirname, "trl_peer.py");
  const { stdout } = await execa(await peerPython(), [script, plan, precision, String(steps)], {
    env: { HF_HUB_OFFLINE: "1", TOKENIZERS_PARALLELISM: "false", PYTHONNOUSERSITE: "1" },
  });
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as PeerTraining;
}

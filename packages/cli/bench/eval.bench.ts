/**
 * `loco eval iso-dates --conditions plain` with no answer cached, beside lm-evaluation-harness on the same items, prompts and base, in
 * turn: its hf backend on the GGUF (batch 16) and its client against llama-server with 16 in flight; then the adapter beside the latter.
 * Whole commands, and the answering alone. A peer that is not installed is skipped with a word: lm_eval on PATH or named by
 * LOCO_LM_EVAL; llama-server is built from the engine's own source. Run: pnpm bench eval [items] [rounds]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import os, { availableParallelism } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import {
  fetchBase,
  homeFolders,
  importBase,
  loadWeights,
  readAdapterData,
  readWorkspace,
  resolveAdapter,
  resolveBase,
} from "@locollm/store";
import { coldProcess, loco, repository } from "./cold-process.ts";
import { lmEval, type Backend, type PeerRun } from "./lm-eval-peer.ts";

const [count = "200", rounds = "1"] = process.argv.slice(2);
const workspace = await readWorkspace(repository);
const adapter = resolveAdapter(workspace, "iso-dates");
const manifest = resolveBase(workspace);
const file = await fetchBase(manifest);
const items = (await readAdapterData(adapter)).eval.slice(0, Number(count)).map(({ item }) => item);
const weights = await loadWeights(adapter, manifest.id);
const harness = await lmEvalProgram();
const folder = await mkdtemp(path.join(os.tmpdir(), "loco-bench-eval-"));

const runs = new Map<string, PeerRun[]>();
const keep = (name: string, run: PeerRun) => runs.set(name, [...(runs.get(name) ?? []), run]);
const server = harness === undefined ? undefined : await llamaServerProgram();
try {
  for (let round = 0; round < Number(rounds); round++) {
    for (const side of ["base", "adapter"] as const) {
      keep(`${side}: loco eval`, await ours(side));
      if (harness === undefined) continue;
      const peer = (name: string, backend: Backend) =>
        lmEval(harness, path.join(folder, `${name}-${side}`), adapter.manifest, items, backend);
      if (side === "base")
        keep("base: lm-evaluation-harness, hf, batch 16", await peer("hf", { kind: "hf", gguf: file.path, batch: 16 }));
      if (server === undefined) continue;
      await using running = await llamaServer(server, side === "base" ? [] : ["--lora", weights.path]);
      const client: Backend = { kind: "server", url: running.url, inFlight: 16 };
      keep(`${side}: lm-evaluation-harness, llama-server, 16 in flight`, await peer("server", client));
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

console.log(`${adapter.id}, plainly asked, ${items.length} items, ${rounds} rounds`);
for (const [name, all] of runs) {
  const own = runs.get(`${name.split(":")[0]}: loco eval`)!;
  const times = (part: "seconds" | "answering") => {
    const ratio = median(all.map((run, round) => run[part] / own[round]![part]));
    const beside = all === own ? "" : `, loco eval is ${ratio.toFixed(2)}x as fast`;
    return `${median(all.map((run) => run[part])).toFixed(1)} s${beside}`;
  };
  const right = [...new Set(all.map((run) => run.right))].join(" or ");
  console.log(`  ${name}: right on ${right} of ${items.length}`);
  console.log(`    the whole command ${times("seconds")}; answering ${times("answering")}`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/**
 * `loco eval` as a shell runs it, with everything but the answers where a second command of the day finds it. Answering is what
 * the command takes beyond the same one on a single item: start, weights and context, which the peers have before they answer.
 */
async function ours(side: "base" | "adapter"): Promise<PeerRun> {
  const home = path.join(folder, "home");
  const run = (count: number) =>
    coldProcess(
      [
        ...loco,
        "eval",
        adapter.slug,
        "--conditions=plain",
        `--subject=${side}`,
        `--items=${count}`,
        "--no-write",
        "--json",
      ],
      { env: { LOCO_HOME: home } },
    );
  await importBase(file.path, [manifest], home);
  await run(48);
  const forget = () => rm(path.join(home, homeFolders.generations), { recursive: true });
  await forget();
  const one = await run(1);
  await forget();
  const { seconds, stdout } = await run(items.length);
  await rm(home, { recursive: true, force: true });
  const { data } = JSON.parse(stdout) as { data: { rows: readonly { readonly counts: { readonly right: number } }[] } };
  return { seconds, answering: seconds - one.seconds, right: data.rows[0]!.counts.right };
}

async function lmEvalProgram(): Promise<string | undefined> {
  const program = process.env["LOCO_LM_EVAL"] ?? "lm_eval";
  const { failed } = await execa(program, ["--help"], { reject: false });
  if (!failed) return program;
  console.log("skipped: lm-evaluation-harness: no lm_eval here (pip install lm_eval, or name it by LOCO_LM_EVAL)");
  return undefined;
}

/** Built by a program of another package, which no import may reach into; it says why where it cannot be built. */
async function llamaServerProgram(): Promise<string | undefined> {
  const builder = path.join(repository, "packages/inference/bench/print-llama-tool.ts");
  const { stdout } = await execa(process.execPath, ["--conditions=@locollm/source", builder, "llama-server"], {
    stderr: "inherit",
  });
  if (path.isAbsolute(stdout)) return stdout;
  console.log(stdout);
  return undefined;
}

async function llamaServer(program: string, more: readonly string[]) {
  const port = await freePort();
  const threads = String(availableParallelism());
  const slots = ["-np", "16", "-c", String(16 * 512)];
  const server = spawn(
    program,
    ["-m", file.path, "--port", String(port), ...slots, "-t", threads, "-ngl", "0", "-fa", "on", ...more],
    { stdio: "ignore" },
  );
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    const ready = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) break;
    if (server.exitCode !== null) throw new Error(`llama-server ended with ${server.exitCode}`);
    await delay(200);
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.kill();
      await once(server, "close");
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

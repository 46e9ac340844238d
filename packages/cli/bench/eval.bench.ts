/**
 * `loco eval iso-dates --conditions plain` on the base, as a whole command with no answer cached, beside lm-evaluation-harness on the same
 * items, prompts and base, in turn: its hf backend on the GGUF (batch 16) and its client against llama-server with 16 in flight.
 * A peer that is not installed is skipped with a word: lm_eval on PATH or named by LOCO_LM_EVAL; llama-server is built from the
 * engine's own source. Run: pnpm bench eval [items] [rounds]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import os, { availableParallelism } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { fetchBase, importBase, readAdapterData, readWorkspace, resolveAdapter, resolveBase } from "@locollm/store";
import { coldProcess, loco, repository } from "./cold-process.ts";
import { lmEval, type Backend } from "./lm-eval-peer.ts";

const [count = "200", rounds = "1"] = process.argv.slice(2);
const workspace = await readWorkspace(repository);
const adapter = resolveAdapter(workspace, "iso-dates");
const manifest = resolveBase(workspace);
const file = await fetchBase(manifest);
const items = (await readAdapterData(adapter)).eval.slice(0, Number(count)).map(({ item }) => item);
const harness = await lmEvalProgram();
const folder = await mkdtemp(path.join(os.tmpdir(), "loco-bench-eval-"));

console.log(`${adapter.id}, the base plainly asked, ${items.length} items, as whole commands`);
try {
  for (let round = 0; round < Number(rounds); round++) {
    show("loco eval", await ours());
    if (harness === undefined) continue;
    const hf: Backend = { kind: "hf", gguf: file.path, batch: 16 };
    show(
      "lm-evaluation-harness, hf, batch 16",
      await lmEval(harness, path.join(folder, "hf"), adapter.manifest, items, hf),
    );
    const program = await llamaServerProgram();
    if (program === undefined) continue;
    await using server = await llamaServer(program, file.path);
    const client: Backend = { kind: "server", url: server.url, inFlight: 16 };
    show(
      "lm-evaluation-harness, llama-server, 16 in flight",
      await lmEval(harness, path.join(folder, "server"), adapter.manifest, items, client),
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function show(name: string, { seconds, right }: { readonly seconds: number; readonly right: number }): void {
  console.log(
    `  ${name}: ${seconds.toFixed(1)} s, ${(items.length / seconds).toFixed(2)} items/s, right on ${right} of ${items.length}`,
  );
}

/** `loco eval` as a shell runs it, with everything but the answers where a second command of the day finds it. */
async function ours() {
  const env = { LOCO_HOME: path.join(folder, "home") };
  await importBase(file.path, [manifest], env.LOCO_HOME);
  await coldProcess([...loco, "estimate", adapter.slug], { env });
  const command = ["eval", adapter.slug, "--conditions", "plain", "--items", count, "--json"];
  const { seconds, stdout } = await coldProcess([...loco, ...command], { env });
  await rm(env.LOCO_HOME, { recursive: true, force: true });
  return { seconds, right: rightIn(JSON.parse(stdout)) };
}

function rightIn(output: unknown): number {
  const { data } = output as { data: { rows: readonly { readonly counts: { readonly right: number } }[] } };
  return data.rows[0]!.counts.right;
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

async function llamaServer(program: string, base: string) {
  const port = await freePort();
  const threads = String(availableParallelism());
  const slots = ["-np", "16", "-c", String(16 * 512)];
  const server = spawn(
    program,
    ["-m", base, "--port", String(port), ...slots, "-t", threads, "-ngl", "0", "-fa", "on"],
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

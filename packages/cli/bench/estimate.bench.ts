/**
 * What `loco estimate` says beside what `loco train` and `loco eval` then take, through the real program, for the default
 * base and for a base of about a billion random weights made here. Run: pnpm bench estimate [default|random]
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fetchBase, hashFile, readGguf, readWorkspace } from "@locollm/store";
import { smallClass, repository } from "../test/small-class.ts";
import { watchMemory } from "./peak-memory.ts";
import { writeRandomBase, type RandomShape } from "../test/random-base.ts";

interface Estimated {
  readonly seconds: number;
  readonly memoryBytes: number;
}

const billion: RandomShape = {
  blocks: 22,
  width: 2048,
  feedForward: 5632,
  heads: 32,
  keyValueHeads: 4,
  vocabulary: 49152,
};
const own = (await readWorkspace(repository)).bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
const ownFile = await fetchBase(own);
const wanted = process.argv[2];

if (wanted !== "random") await compare("the default base", own.id, { train: 240, eval: 48 });
if (wanted !== "default") {
  const folder = await mkdtemp(path.join(os.tmpdir(), "loco-random-"));
  try {
    const file = path.join(folder, "random-1b.gguf");
    await writeRandomBase(file, billion, readGguf(ownFile.path, { keepLongArrays: true }));
    await compare("1.07 billion random weights", "random-1b", { train: 48, eval: 8 }, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  title: string,
  base: string,
  rows: { readonly train: number; readonly eval: number },
  file?: string,
): Promise<void> {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", rows);
  // A prompt that nobody has asked yet, so that no answer is in the cache.
  const manifest = path.join(made.root, "semesters/2026-s2/adapters/iso-dates/adapter.yaml");
  await writeFile(manifest, (await readFile(manifest, "utf8")).replace("Reply with", `Run ${Date.now()}. Reply with`));
  if (file !== undefined) {
    await made.write(`bases/${base}.yaml`, await randomManifest(base, file));
    await run(made, "base", "import", file);
  }
  const { data } = (await run(made, "estimate", "iso-dates", "--base", base)).output as {
    data: { training: Estimated; evaluation: Estimated };
  };
  const trained = await run(made, "train", "iso-dates", "--base", base, "--restart");
  const evaluated = await run(made, "eval", "iso-dates", "--base", base, "--no-write");
  console.log(`${title}, ${rows.train} training rows, ${rows.eval} evaluation rows`);
  show("train", data.training, trained);
  show("eval", data.evaluation, evaluated);
}

async function run(made: Awaited<ReturnType<typeof smallClass>>, ...args: string[]) {
  const started = performance.now();
  const running = made.start(...args, "--json");
  const memory = watchMemory(running.pid!);
  const { stdout, stderr, exitCode } = await running;
  if (exitCode !== 0) throw new Error(`loco ${args.join(" ")} ended with ${exitCode}: ${stderr}${stdout}`);
  return {
    output: JSON.parse(stdout) as unknown,
    seconds: (performance.now() - started) / 1000,
    memoryBytes: memory.stop(),
  };
}

function show(
  what: string,
  estimated: Estimated,
  real: { readonly seconds: number; readonly memoryBytes: number | undefined },
): void {
  const time = `${estimated.seconds.toFixed(0)} s estimated, ${real.seconds.toFixed(0)} s taken, ratio ${(estimated.seconds / real.seconds).toFixed(2)}`;
  const size = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
  const memory =
    real.memoryBytes === undefined
      ? "memory not measured"
      : `${size(estimated.memoryBytes)} estimated, ${size(real.memoryBytes)} at the peak, ratio ${(estimated.memoryBytes / real.memoryBytes).toFixed(2)}`;
  console.log(`  ${what}: ${time}; ${memory}`);
}

async function randomManifest(id: string, file: string): Promise<string> {
  return `schema: 1
id: ${id}
title: Random weights
architecture: llama
parameters: 1069619200
file: { name: ${path.basename(file)}, sha256: ${await hashFile(file)} }
sources: ["file:${path.basename(file)}"]
licence: { name: none }
contextLength: 2048
`;
}

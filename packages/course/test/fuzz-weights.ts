/**
 * Mutates a sound adapter and reads each mutant with the strict reader. Prints one JSON line a thousand files, and at the end what
 * came of all, with the lines of the reader that ran. Run: node --conditions=@locollm/source test/fuzz-weights.ts <files> [seed]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { Session } from "node:inspector/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { artifactKeys, LocoError } from "@locollm/core";
import { encodeFloat16, readAdapterGguf, readGguf, writeGguf, type GgufContent } from "@locollm/store";
import { drawFrom, mutateWeights } from "./mutate-weights.ts";

const [files = "2000", seed = "1"] = process.argv.slice(2);
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });

const folder = await mkdtemp(path.join(os.tmpdir(), "loco-fuzz-"));
try {
  const sha256 = "a".repeat(64);
  const baseFile = path.join(folder, "base.gguf");
  await writeGguf(baseFile, {
    metadata: new Map([["general.architecture", { type: "string", value: "llama" }]]),
    tensors: [
      { name: "token_embd.weight", type: "F16", dims: [32, 8], data: new Uint8Array(512) },
      { name: "blk.0.attn_q.weight", type: "Q4_0", dims: [32, 32], data: new Uint8Array(576) },
      { name: "blk.0.ffn_up.weight", type: "Q4_0", dims: [32, 48], data: new Uint8Array(864) },
    ],
  });
  const base = { id: "tiny-base", sha256, gguf: readGguf(baseFile) };
  const half = (name: string, dims: readonly [number, number]) => ({
    name,
    type: "F16",
    dims,
    data: encodeFloat16(new Array<number>(dims[0] * dims[1]).fill(0.05)),
  });
  const sound: GgufContent = {
    metadata: new Map([
      ["general.type", { type: "string", value: "adapter" }],
      ["general.architecture", { type: "string", value: "llama" }],
      ["adapter.type", { type: "string", value: "lora" }],
      ["adapter.lora.alpha", { type: "f32", value: 8 }],
      [artifactKeys.baseSha256, { type: "string", value: sha256 }],
      [artifactKeys.baseId, { type: "string", value: "tiny-base" }],
    ]),
    tensors: [
      half("blk.0.attn_q.weight.lora_a", [32, 4]),
      half("blk.0.attn_q.weight.lora_b", [4, 32]),
      half("blk.0.ffn_up.weight.lora_a", [32, 4]),
      half("blk.0.ffn_up.weight.lora_b", [4, 48]),
    ],
  };
  const file = path.join(folder, "mutant.gguf");
  const refused: Record<string, number> = {};
  const crashes: { readonly seed: number; readonly error: string }[] = [];
  let [pastHeader, accepted, slowest] = [0, 0, 0];
  for (let i = 0; i < Number(files); i++) {
    const own = Number(seed) * 1_000_003 + i;
    writeFileSync(file, mutateWeights(sound, drawFrom(own)));
    const started = performance.now();
    try {
      readGguf(file);
      pastHeader += 1;
      readAdapterGguf(file, base);
      accepted += 1;
    } catch (error) {
      if (error instanceof LocoError) refused[error.code] = (refused[error.code] ?? 0) + 1;
      else crashes.push({ seed: own, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    slowest = Math.max(slowest, performance.now() - started);
    if (i % 1000 === 999) console.log(JSON.stringify({ read: i + 1 }));
  }
  const coverage = await linesRun();
  console.log(
    JSON.stringify({
      files: Number(files),
      pastHeader,
      accepted,
      refused,
      crashes,
      slowestMilliseconds: Math.ceil(slowest),
      coverage,
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** By file of the reader: the share of its lines of code that ran, and those that did not. */
async function linesRun(): Promise<Record<string, { readonly share: number; readonly missed: number[] }>> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const wanted = [
    "read-gguf.ts",
    "read-adapter-gguf.ts",
    "read-metadata.ts",
    "header-cursor.ts",
    "artifact-metadata.ts",
    "read-tensor.ts",
  ];
  const found: Record<string, { share: number; missed: number[] }> = {};
  for (const { url, functions } of result) {
    const name = wanted.find((one) => url.includes("/packages/store/src/gguf/") && url.endsWith(`/${one}`));
    if (name === undefined) continue;
    // Types are blanked where they stand, so that places in what ran are places in the source.
    const source = readFileSync(fileURLToPath(url), "utf8");
    const ran = new Uint8Array(source.length).fill(1);
    for (const { ranges } of functions)
      for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    let at = 0;
    const lines = source.split("\n").map((text, index) => {
      const start = at + text.length - text.trimStart().length;
      at += text.length + 1;
      return { number: index + 1, text: text.trim(), ran: ran[start] === 1 };
    });
    const code = lines.filter(({ text }) => /[\w]/.test(text) && !/^(\/\/|\/?\*)/.test(text));
    const missed = code.filter((line) => !line.ran).map(({ number }) => number);
    found[name] = { share: 1 - missed.length / code.length, missed };
  }
  return found;
}

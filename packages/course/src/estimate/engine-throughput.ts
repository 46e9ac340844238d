import os from "node:os";
import path from "node:path";
import { readFile, stat } from "node:fs/promises";
import { sha256Hex, type BaseManifest } from "@locollm/core";
import type { Throughput } from "@locollm/eval";
import { locoHome, writeWhole, type CachedBase } from "@locollm/store";
import { z } from "zod";
import type { Work } from "../work/work.ts";

const measuredSchema = z.strictObject({
  promptTokensPerSecond: z.number(),
  generatedTokensPerSecond: z.number(),
  lanes: z.int(),
  startSeconds: z.number(),
});

/** The base's speed on this machine, without an adapter: measured in some seconds, then kept for a day. */
export async function engineThroughput(work: Work, manifest: BaseManifest, file: CachedBase): Promise<Throughput> {
  const cpus = os.cpus();
  const key = sha256Hex([os.hostname(), cpus[0]?.model, cpus.length, file.sha256].join("/")).slice(0, 16);
  const kept = path.join(locoHome(), "calibration", `engine-${key}.json`);
  const found = await stat(kept).catch(() => null);
  if (found !== null && Date.now() - found.mtimeMs < 24 * 3600 * 1000) {
    const read = measuredSchema.safeParse(jsonOf(await readFile(kept, "utf8")));
    if (read.success) return read.data;
  }
  work.talk.say(`Measuring how fast ${manifest.title} runs here (some seconds, once a day) …`);
  const { measureThroughput, openBase, stopLlama } = await import("@locollm/inference");
  try {
    const started = performance.now();
    await using base = await openBase({ manifest, file });
    await base.load();
    const startSeconds = (performance.now() - started) / 1000 + 1;
    const measured: Throughput = { ...(await measureThroughput(base, work.signal)), startSeconds };
    await writeWhole(kept, JSON.stringify(measured));
    return measured;
  } finally {
    await stopLlama();
  }
}

/** What a file of ours holds; nothing where it is damaged, so that it is made anew. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

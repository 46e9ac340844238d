/**
 * Reads every attack as an adapter, and a sound file before them. Prints one JSON line: what was said of each, and by how many bytes the
 * process grew over what the sound file took.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { attackFile } from "./attack-file.fixture.ts";
import { attacks } from "./attacks.fixture.ts";
import { readAdapterGguf } from "./read-adapter-gguf.ts";
import { readGguf } from "./read-gguf.ts";
import { writeGguf } from "./write-gguf.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "loco-attacks-"));
try {
  const baseFile = path.join(folder, "base.gguf");
  await writeGguf(baseFile, {
    metadata: new Map([["general.architecture", { type: "string", value: "llama" }]]),
    tensors: [
      { name: "token_embd.weight", type: "F16", dims: [32, 8], data: new Uint8Array(512) },
      { name: "blk.0.attn_q.weight", type: "Q4_0", dims: [32, 32], data: new Uint8Array(576) },
    ],
  });
  const base = { id: "tiny-base", sha256: "a".repeat(64), gguf: readGguf(baseFile) };
  const said = (bytes: Uint8Array): string => {
    const file = path.join(folder, "attack.gguf");
    writeFileSync(file, bytes);
    try {
      readAdapterGguf(file, base);
      return "accepted";
    } catch (error) {
      if (error instanceof LocoError) return `${error.code}: ${error.message.replaceAll(file, "attack.gguf")}`;
      return `CRASH ${String(error)}`;
    }
  };
  const sound = said(attackFile({}));
  const files = attacks.map(({ bytes }) => bytes());
  const before = process.resourceUsage().maxRSS;
  const lines = attacks.map(
    ({ name, known }, i) => `${name}${known.length === 0 ? "" : ` (${known.join(", ")})`}\n  ${said(files[i]!)}`,
  );
  console.log(JSON.stringify({ sound, lines, grownBytes: (process.resourceUsage().maxRSS - before) * 1024 }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

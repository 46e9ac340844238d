/**
 * Mutates a real adapter until so many mutants pass the strict reader, and opens each of them in llama.cpp, which answers one token
 * with it. Prints how many it opened, and which it refused. Run: node --conditions=@locollm/source test/open-weights.ts <accepted> [seed]
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { openBase, stopLlama } from "@locollm/inference";
import {
  fetchBase,
  hashFile,
  loadWeights,
  readAdapterGguf,
  readGguf,
  readTensor,
  readWorkspace,
  resolveAdapter,
  resolveBase,
  type GgufContent,
} from "@locollm/store";
import { drawFrom, mutateWeights } from "./mutate-weights.ts";

const [wanted = "20", seed = "1"] = process.argv.slice(2);
const workspace = await readWorkspace(path.join(import.meta.dirname, "../../.."));
const manifest = resolveBase(workspace);
const file = await fetchBase(manifest);
const against = { id: manifest.id, sha256: file.sha256, gguf: readGguf(file.path) };
const weights = await loadWeights(resolveAdapter(workspace, "iso-dates"), manifest.id);
const real = readGguf(weights.path);
const sound: GgufContent = {
  metadata: real.metadata,
  // Of two layers, so that most of the time goes into opening and not into writing.
  tensors: real.tensors
    .filter(({ name }) => /^blk\.[01]\./.test(name))
    .map((tensor) => ({
      name: tensor.name,
      type: tensor.type.name,
      dims: tensor.dims,
      data: readTensor(real, tensor),
    })),
};

const folder = await mkdtemp(path.join(os.tmpdir(), "loco-open-"));
const base = await openBase({ manifest, file, contextBytes: 1e8 });
const refused: { readonly seed: number; readonly error: string }[] = [];
let [opened, tried] = [0, 0];
try {
  while (opened + refused.length < Number(wanted)) {
    const own = Number(seed) * 1_000_003 + tried++;
    const mutant = path.join(folder, `${own}.gguf`);
    await writeFile(mutant, mutateWeights(sound, drawFrom(own)));
    try {
      readAdapterGguf(mutant, against);
    } catch (error) {
      if (!(error instanceof LocoError)) throw error;
      await rm(mutant);
      continue;
    }
    try {
      const adapter = { id: "2026-s2/mutant", path: mutant, sha256: await hashFile(mutant) };
      const sampling = { temperature: 0, topP: 1, seed: 0, maxTokens: 1 };
      const request = { id: "1", messages: [{ role: "user" as const, content: "Hello" }], sampling };
      for await (const result of base.generator({ adapter, width: 1 }).generate([request]))
        if ("error" in result) throw new Error(result.error.message);
      opened += 1;
    } catch (error) {
      refused.push({ seed: own, error: error instanceof Error ? error.message : String(error) });
    }
    await rm(mutant);
  }
} finally {
  await base[Symbol.asyncDispose]();
  await stopLlama();
  await rm(folder, { recursive: true, force: true });
}
console.log(JSON.stringify({ tried, opened, refused }));

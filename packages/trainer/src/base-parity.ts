import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { LocoError, type Generator, type Message } from "@locollm/core";
import { execa } from "execa";
import { pythonOptions, reportedError } from "./run-training.ts";
import { baseEventSchema, trainEventSchema, type BaseEvent } from "./train-event.ts";

/** Conversations that any language model has an opinion on; what follows a question differs in how likely it is. */
const rows: readonly { readonly id: string; readonly messages: readonly Message[]; readonly target: string }[] = [
  ["sky", "Complete: the sky on a clear day is", "blue."],
  ["sum", "What is 2 + 3?", "2 + 3 = 5."],
  ["france", "What is the capital of France?", "The capital of France is Paris."],
  ["letters", "Spell the word cat backwards.", "tac"],
  ["unlikely", "What is the capital of France?", "Purple elephants sing quietly under water."],
  ["accents", "Übersetze ins Deutsche: good morning", "Guten Morgen, schöne Grüße!"],
  ["code", "Write a Python line that prints hello.", 'print("hello")'],
  ["list", "Name three primary colours as JSON.", '["red", "yellow", "blue"]'],
].map(([id, content, target]) => ({
  id: id!,
  messages: [{ role: "user" as const, content: content! }],
  target: target!,
}));

/** How two engines agree on a base: root mean square of their log-probabilities' difference, in nats a token. */
export interface BaseParity {
  readonly passed: boolean;
  readonly tokens: number;
  readonly gap: number;
  readonly allowed: number;
}

/** llama.cpp quantises activations: on sound 4-bit bases the engines differ by 0.05 to 0.2 a likely token, more on unlikely ones. */
const allowedGap = 0.5;

export interface BaseToTry {
  readonly file: string;
  readonly chatTemplate?: string | undefined;
}

/**
 * Holds llama.cpp against transformers on a base alone: whether what is trained on the one is what is run on the other.
 *
 * @throws LocoError what the Python program reports, such as `architecture-unknown`; `parity-tokens`
 */
export async function checkBaseParity(
  python: string,
  base: BaseToTry,
  engine: Generator,
  signal?: AbortSignal,
): Promise<BaseParity> {
  const reference = await askPython(python, base, signal);
  const asked = rows.map(({ id, messages, target }) => ({ id, messages, continuation: target }));
  const scored = new Map((await engine.score(asked, { signal })).map(({ id, tokens }) => [id, tokens]));
  const differences = reference.rows.flatMap(({ id, logProbabilities }) => {
    const there = scored.get(id) ?? [];
    if (there.length !== logProbabilities.length) {
      throw new LocoError({
        code: "parity-tokens",
        message: `"${id}": transformers splits the answer into ${logProbabilities.length} tokens, llama.cpp into ${there.length}.`,
        fix: "The two read this file's tokenizer differently: do not train on it.",
        fields: { row: id, training: logProbabilities.length, engine: there.length },
      });
    }
    return there.map(({ logProbability }, at) => logProbability - logProbabilities[at]!);
  });
  const gap = Math.sqrt(differences.reduce((sum, one) => sum + one ** 2, 0) / differences.length);
  return { passed: gap <= allowedGap, tokens: differences.length, gap, allowed: allowedGap };
}

async function askPython(python: string, { file, chatTemplate }: BaseToTry, signal?: AbortSignal): Promise<BaseEvent> {
  const place = await mkdtemp(path.join(os.tmpdir(), "loco-base-"));
  try {
    const asked = path.join(place, "asked.json");
    await writeFile(asked, JSON.stringify({ base: file, template: chatTemplate ?? null, rows }));
    const result = await execa(python, ["-m", "loco_trainer", "base", asked], {
      ...pythonOptions(),
      stdin: "ignore",
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
    signal?.throwIfAborted();
    const line: unknown = jsonOf(String(result.stdout));
    const event = baseEventSchema.safeParse(line);
    if (event.success) return event.data;
    const error = trainEventSchema.safeParse(line);
    if (error.data?.event === "error") throw reportedError(error.data);
    throw new LocoError({
      code: "base-not-read",
      message: "transformers could not be asked about this base.",
      fix: "Run the same command again; loco doctor shows what is missing.",
      fields: { output: String(result.stderr).slice(-500) },
    });
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

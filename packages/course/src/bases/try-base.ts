import { LocoError, samplingSchema, type BaseManifest } from "@locollm/core";
import { readGguf, type CachedBase } from "@locollm/store";
import { checkBaseParity, preparePython, readArchitecture, type BaseParity } from "@locollm/trainer";
import { openEngine } from "../engine/open-engine.ts";
import type { Work } from "../work/work.ts";

/** Whether one kind of work can be done with a base, and why. */
export interface BaseAbility {
  readonly work: "ask" | "eval" | "train";
  readonly ok: boolean;
  readonly what: string;
}

export interface TriedBase {
  readonly abilities: readonly BaseAbility[];
  /** Null where it could not be measured. */
  readonly parity: BaseParity | null;
}

/** Tries on a base what the class does with one: answers, log-probabilities, and whether training would see the same model. */
export async function tryBase(work: Work, manifest: BaseManifest, file: CachedBase): Promise<TriedBase> {
  await using stack = new AsyncDisposableStack();
  const { signal } = work;
  const ability = async (name: BaseAbility["work"], attempt: () => Promise<string>): Promise<BaseAbility> => {
    try {
      return { work: name, ok: true, what: await attempt() };
    } catch (error) {
      if (!(error instanceof LocoError) || signal.aborted) throw error;
      return { work: name, ok: false, what: error.message };
    }
  };
  let engine: Awaited<ReturnType<typeof openEngine>> | undefined;
  const open = async () => (engine ??= await openEngine(stack, manifest, file));
  const messages = [{ role: "user" as const, content: "Say hello." }];
  const ask = await ability("ask", async () => {
    const generator = (await open()).generator({ width: 1 });
    const asked = { id: "hello", messages, sampling: samplingSchema.parse({ maxTokens: 16 }) };
    for await (const answer of generator.generate([asked], { signal })) {
      if ("text" in answer) return `it answers: ${JSON.stringify(answer.text.slice(0, 60))}`;
      throw new LocoError({
        code: "base-not-loadable",
        message: `It gives no answer: ${answer.error.message}`,
        fix: "Choose another file of this model.",
        fields: { base: manifest.id },
      });
    }
    return "it answers";
  });
  const scored = await ability("eval", async () => {
    const generator = (await open()).generator({ width: 1 });
    const [scores] = await generator.score([{ id: "hello", messages, continuation: "Hello!" }], { signal });
    return `it tells the probability of each of ${scores!.tokens.length} tokens`;
  });
  let parity: BaseParity | null = null;
  const train = await ability("train", async () => {
    const architecture = readArchitecture(readGguf(file.path), manifest.id);
    const generator = (await open()).generator({ width: 1 });
    const { python } = await preparePython({ signal, onLog: (line) => work.talk.say(`  ${line}`) });
    work.talk.say("Comparing llama.cpp's log-probabilities with transformers' (parity of the base) …");
    const base = { file: file.path, chatTemplate: manifest.chatTemplate };
    parity = await checkBaseParity(python, base, generator, signal);
    const words = `${architecture.name}, ${architecture.blocks} blocks; the two engines differ by ${parity.gap.toFixed(3)} nats a token (allowed ${parity.allowed})`;
    if (parity.passed) return words;
    throw new LocoError({
      code: "base-parity-failed",
      message: `What is trained would not be what is run: ${words}.`,
      fix: "Choose another file of this model.",
      fields: { base: manifest.id, gap: parity.gap },
    });
  });
  return { abilities: [ask, scored, train], parity };
}

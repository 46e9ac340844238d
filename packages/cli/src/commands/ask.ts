import {
  assemblePrompt,
  LocoError,
  visibleText,
  type AdapterManifest,
  type BaseManifest,
  type GenerateRequest,
  type Generation,
  type Generator,
  type JsonValue,
  type ResultsSummary,
  type Route,
} from "@locollm/core";
import { answerConfidence, fewShotCondition, leastSurePart, pickExamples, requestsFor } from "@locollm/eval";
import type { LocalAdapter } from "@locollm/inference";
import { route } from "@locollm/router";
import { loadWeights, readAdapterData, resolveAdapter, resolveBase, type AdapterFolder } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { basePrompt, adaptedGenerator, obtainBase, obtainRouter, smallModelNotice, typedName } from "@locollm/course";
import { openClass } from "../steps/open-class.ts";
import { trustWords, type Answered } from "../steps/trust-words.ts";

/** Answers one question with the adapter that the router picks, and says how far to trust the answer. */
export async function ask(
  invocation: Invocation,
  question: string,
  options: { adapter?: string | undefined; base?: string | undefined },
): Promise<CommandResult> {
  if (question.trim() === "") {
    throw new LocoError({
      code: "question-empty",
      message: "The question is empty.",
      fix: 'Put it in quotes: loco ask "When is 3rd of March 2021 in ISO form?"',
      kind: "usage",
    });
  }
  const { startEngine, stopLlama } = await import("@locollm/inference");
  // It starts while the router reads the question; what is wrong with it, the base says that is opened later.
  startEngine().catch(() => {});
  try {
    return await askInClass(invocation, question, options);
  } finally {
    await stopLlama();
  }
}

async function askInClass(
  invocation: Invocation,
  question: string,
  options: { adapter?: string | undefined; base?: string | undefined },
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const manifest = resolveBase(workspace, options.base);
  const decided = options.adapter === undefined ? route(await obtainRouter(invocation, workspace), question) : null;
  const name = decided === null ? options.adapter! : decided.adapter;
  const picked = name === null ? null : resolveAdapter(workspace, name);
  // Whom the router picks may not be trained on this base yet; whom a person names must be.
  const untrained = decided !== null && picked !== null && !picked.locks.has(manifest.id);
  const adapter = untrained ? null : picked;
  // Refused before a download, not after.
  const weights = adapter === null ? null : await localAdapter(adapter, manifest, invocation.signal);
  const file = await obtainBase(invocation, workspace.root, manifest);
  const results = adapter?.results.get(manifest.id);
  // What was measured on other weights says nothing about these.
  const measured = results?.weights === weights?.sha256 && results?.base.sha256 === file.sha256 ? results : undefined;
  const reply = await answer(invocation, { manifest, file, adapter, weights, measured, question, decided });
  const { output, by, confidence } = reply;
  const computed = adapter === null ? null : await calculation(adapter.manifest, output);
  const text = computed ?? output;
  if (!reply.streamed && by !== "nobody") invocation.stream(output);
  if (by !== "nobody") invocation.stream(computed === null ? "\n" : `\n= ${computed}\n`);
  const instead = untrained
    ? [
        `${picked!.id} is not trained on ${manifest.id}, so the base answered: loco train ${typedName(workspace, picked!)}`,
      ]
    : [];
  const typed = adapter === null ? null : typedName(workspace, adapter);
  const answered: Answered = { ...reply, text, typed, measured, results };
  invocation.talk.say(visibleText(["", ...instead, ...trustWords(manifest, adapter, decided, answered)].join("\n")));
  return {
    data: {
      question,
      answer: by === "nobody" ? null : text,
      output,
      adapter: adapter?.id ?? null,
      answeredBy: by,
      base: manifest.id,
      route: decided as JsonValue,
      probability: decided?.probability ?? null,
      confidence: confidence as JsonValue,
      leastSure: reply.leastSure as JsonValue,
      testRecord: testRecord(adapter, manifest),
      check: adapter?.manifest.verify ?? adapter?.manifest.limits ?? null,
      notice: smallModelNotice(manifest),
    },
  };
}

async function localAdapter(
  adapter: AdapterFolder,
  manifest: BaseManifest,
  signal: AbortSignal,
): Promise<LocalAdapter> {
  const { path, sha256 } = await loadWeights(adapter, manifest.id, { signal });
  return { id: adapter.id, path, sha256 };
}

interface AnswerParts {
  readonly manifest: BaseManifest;
  readonly file: { readonly path: string; readonly sha256: string };
  readonly adapter: AdapterFolder | null;
  readonly weights: LocalAdapter | null;
  /** What was measured with these very weights. */
  readonly measured: ResultsSummary | undefined;
  readonly question: string;
  readonly decided: Route | null;
}

type Reply = Pick<Answered, "output" | "by" | "confidence" | "leastSure"> & { readonly streamed: boolean };

/**
 * The answer and who gives it. An adapter's answer of which too few were right in tests goes to the base, where the base
 * was shown to be right on more of such questions, or back to the person; a person who named the adapter gets it anyway.
 */
async function answer(invocation: Invocation, parts: AnswerParts): Promise<Reply> {
  const { manifest, file, adapter, weights, measured, question, decided } = parts;
  const { openBase } = await import("@locollm/inference");
  await using base = await openBase({ manifest, file });
  const generator = weights === null ? base.generator({ width: 1 }) : adaptedGenerator(base, weights, { width: 1 });
  const prompt = adapter?.manifest.prompt ?? basePrompt;
  const request = {
    id: "question",
    messages: assemblePrompt(prompt.system, [{ role: "user", content: question }]),
    sampling: { temperature: 0, topP: 1, seed: 0, maxTokens: prompt.maxTokens },
  };
  const side = measured?.adapterRun.confidence;
  // An answer that may be taken back is not shown before it is judged: how sure it is, is known at its end.
  const threshold = decided === null || side?.worth !== "usable" ? 0 : (side.below?.threshold ?? 0);
  const streamed = threshold === 0;
  const say = (text: string) => (invocation.json ? undefined : invocation.talk.say(text));
  if (!streamed)
    say(`${adapter!.id} is answering. Its answer is shown whole, if it is sure enough (${percent(threshold)} of 100).`);
  const given = await generate(invocation, generator, request, streamed);
  const confidence = answerConfidence(side, given.tokens);
  const reply = (by: Reply["by"]) => ({
    output: given.text,
    by,
    confidence,
    streamed,
    leastSure: leastSurePart(given.tokens, given.text),
  });
  if (adapter === null) return reply("base");
  if (confidence?.belowThreshold !== true || decided === null) return reply("adapter");
  if (side!.below!.next === "ask-back") return reply("nobody");
  const rows = (await readAdapterData(adapter)).train.map(({ item }) => item);
  const examples = pickExamples(rows, measured!.baseBest.examples).map(({ id }) => id);
  const condition = fewShotCondition(adapter.manifest, "base", examples);
  const [asked] = requestsFor(adapter.manifest, condition, [{ id: "question", prompt: question, answer: "" }], rows);
  say(`It is not sure enough (${percent(confidence.share)} of 100), so the base is answering.\n`);
  const instead = await generate(invocation, base.generator({ width: 1 }), asked!, true);
  return {
    output: instead.text,
    by: "base",
    confidence: answerConfidence(measured!.baseBest.confidence, instead.tokens),
    leastSure: leastSurePart(instead.tokens, instead.text),
    streamed: true,
  };
}

function percent(share: number): number {
  return Math.round(100 * share);
}

async function generate(
  invocation: Invocation,
  generator: Generator,
  request: GenerateRequest,
  streamed: boolean,
): Promise<Generation> {
  const onToken = streamed ? (_: string, text: string) => invocation.stream(text) : undefined;
  for await (const result of generator.generate([request], { signal: invocation.signal, onToken })) {
    if (!("error" in result)) return result;
    const { code, message } = result.error;
    const fix = code === "context-overflow" ? "Ask a shorter question." : "Ask it in other words.";
    throw new LocoError({ code, message, fix, kind: "usage" });
  }
  throw new LocoError({
    code: "no-answer",
    message: "The engine ended without an answer.",
    fix: "Ask again.",
    kind: "machine",
  });
}

/** The calculator's result of an answer that ends in an expression; null where the adapter has none. */
async function calculation(manifest: AdapterManifest, output: string): Promise<string | null> {
  if (!manifest.prompt.tools.includes("calculator")) return null;
  const { applyCalculator } = await import("@locollm/eval");
  const computed = applyCalculator(output);
  return "error" in computed ? null : computed.text;
}

function testRecord(adapter: AdapterFolder | null, manifest: BaseManifest): JsonValue {
  const results = adapter?.results.get(manifest.id);
  if (results === undefined) return null;
  const { right, items } = results.adapterRun.counts;
  return { right, items, verdict: results.againstBest.outcome };
}

import {
  assemblePrompt,
  LocoError,
  visibleText,
  type AdapterManifest,
  type BaseManifest,
  type JsonValue,
  type Route,
} from "@locollm/core";
import type { LocalAdapter } from "@locollm/inference";
import { route } from "@locollm/router";
import { loadWeights, resolveAdapter, resolveBase, type AdapterFolder } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { smallModelNotice } from "../small-model-notice.ts";
import { adaptedGenerator } from "../steps/adapted-generator.ts";
import { obtainBase } from "../steps/obtain-base.ts";
import { obtainRouter } from "../steps/obtain-router.ts";
import { openClass } from "../steps/open-class.ts";
import { featureWords, routeWords } from "../steps/route-words.ts";
import { rightOf } from "../steps/share-words.ts";

/** How the base is asked where no adapter is: short, because what a small model adds to an answer is mostly wrong. */
const basePrompt = { system: "Answer in one or two short sentences.", maxTokens: 96 };

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
  const output = await answer(invocation, manifest, file, adapter, weights, question);
  const computed = adapter === null ? null : await calculation(adapter.manifest, output);
  if (computed !== null) invocation.stream(`\n= ${computed}`);
  invocation.stream("\n");
  const trust = trustWords(manifest, adapter, decided, output);
  const instead = untrained
    ? [`${picked!.id} is not trained on ${manifest.id}, so the base answered: loco train ${picked!.slug}`]
    : [];
  invocation.talk.say(visibleText(["", ...instead, ...trust].join("\n")));
  return {
    data: {
      question,
      answer: computed ?? output,
      output,
      adapter: adapter?.id ?? null,
      base: manifest.id,
      route: decided as JsonValue,
      probability: decided?.probability ?? null,
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

async function answer(
  invocation: Invocation,
  manifest: BaseManifest,
  file: { readonly path: string; readonly sha256: string },
  adapter: AdapterFolder | null,
  weights: LocalAdapter | null,
  question: string,
): Promise<string> {
  const { openBase, stopLlama } = await import("@locollm/inference");
  try {
    await using base = await openBase({ manifest, file });
    const generator = weights === null ? base.generator({ width: 1 }) : adaptedGenerator(base, weights, { width: 1 });
    const prompt = adapter?.manifest.prompt ?? basePrompt;
    const request = {
      id: "question",
      messages: assemblePrompt(prompt.system, [{ role: "user", content: question }]),
      sampling: { temperature: 0, topP: 1, seed: 0, maxTokens: prompt.maxTokens },
    };
    const onToken = (_: string, text: string) => invocation.stream(text);
    for await (const result of generator.generate([request], { signal: invocation.signal, onToken })) {
      if (!("error" in result)) return result.text;
      const { code, message } = result.error;
      const fix = code === "context-overflow" ? "Ask a shorter question." : "Ask it in other words.";
      throw new LocoError({ code, message, fix, kind: "usage" });
    }
    return "";
  } finally {
    await stopLlama();
  }
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

/** Who answered, why, how often such answers were right, and what to check. */
function trustWords(
  manifest: BaseManifest,
  adapter: AdapterFolder | null,
  decided: Route | null,
  output: string,
): string[] {
  const lines: string[] = [];
  if (decided === null) lines.push(`Answered by ${adapter!.id}, as asked for.`);
  else {
    lines.push(`The router picked ${routeWords(decided)}.`);
    const why = featureWords(decided);
    if (why !== "") lines.push(`What decided: ${why}.`);
  }
  const results = adapter?.results.get(manifest.id);
  if (adapter === null) lines.push("No adapter is made for this question, so no test says how often this is right.");
  else if (results === undefined) lines.push(`Not measured on this base yet: loco eval ${adapter.slug}`);
  else {
    lines.push(`This adapter was ${rightOf(results.adapterRun.counts)}.`);
    if (results.againstBest.outcome !== "better") lines.push("It was not shown to be better than the base itself.");
  }
  lines.push(smallModelNotice(manifest));
  lines.push(`Check: ${adapter?.manifest.verify ?? adapter?.manifest.limits ?? "every fact, number and name in it."}`);
  if (output.trim() === "") lines.push("The model said nothing. Try other words.");
  return lines;
}

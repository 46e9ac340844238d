import path from "node:path";
import { hasErrors, LocoError } from "@locollm/core";
import { terminalReport } from "@locollm/eval";
import { placeWeights, resolveAdapter, resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import {
  costWords,
  estimateEvaluationHere,
  estimateTrainingHere,
  evaluateOnBase,
  formatDuration,
  obtainBase,
  openEngine,
  trainingRequest,
  trainOnBase,
} from "@locollm/course";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";
import { findingsText } from "../terminal/finding-lines.ts";
import { ask } from "./ask.ts";
import { check } from "./check.ts";

/** One question for an adapter that knows it, one for another, one for none. */
const questions = [
  "When is 3rd of March 2021 in ISO form?",
  "How many books are in the genre poetry?",
  "What is a good name for a grey cat?",
];

/** Shows all of LocoLLM at work on real weights. What was done before is not done again. */
export async function tour(
  invocation: Invocation,
  options: { readonly adapter: string; readonly estimate?: true | undefined },
): Promise<CommandResult> {
  const { talk } = invocation;
  const started = performance.now();
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, options.adapter);
  const manifest = resolveBase(workspace);

  const missing = options.estimate === true ? await missingBase(invocation, manifest, { training: true }) : undefined;
  if (missing !== undefined) return missing;
  talk.heading(`1 of 5  The base: ${manifest.title}`);
  const file = await obtainBase(invocation, workspace.root, manifest);
  talk.say(`Here and verified: sha256 ${file.sha256.slice(0, 12)}…, ${manifest.licence.name}`);
  if (options.estimate === true) {
    const request = await trainingRequest(workspace.root, adapter, manifest, file);
    const training = await estimateTrainingHere(invocation, request, manifest, file);
    const evaluation = await estimateEvaluationHere(invocation, adapter, manifest, file);
    const total = {
      seconds: training.seconds + evaluation.seconds,
      memoryBytes: Math.max(training.memoryBytes, evaluation.memoryBytes),
      diskBytes: training.diskBytes + evaluation.diskBytes,
      downloadBytes: training.downloadBytes,
    };
    return { data: total, text: `The rest of the tour: ${costWords(total)}.` };
  }

  talk.heading(`2 of 5  The semester: is what students wrote sound?`);
  const checked = await check(invocation, [adapter.semester]);
  talk.say(checked.text ?? "");
  if (hasErrors(checked.findings ?? [])) {
    throw new LocoError({
      code: "semester-has-errors",
      message: `The semester has errors:\n${findingsText(checked.findings ?? [])}`,
      fix: "Mend them, then start the tour again.",
    });
  }

  talk.heading(`3 of 5  Training: ${adapter.manifest.title}`);
  // Beside the committed weights, not over them: those were made on another machine and differ in their last bits.
  const folder = path.join(workspace.root, ".loco", "tour", adapter.slug);
  const { lock, parity, trained, weightsFile } = await trainOnBase(invocation, workspace, adapter, manifest, file, {
    folder,
  });
  talk.say(
    trained
      ? `Exported, ${(lock.weights.bytes / 1e6).toFixed(1)} MB; llama.cpp does what training did (parity gate: off by ${(100 * parity!.relativeError).toFixed(1)} %, allowed ${(100 * parity!.allowed).toFixed(0)} %).`
      : "Trained before; nothing it depends on has changed.",
  );

  talk.heading("4 of 5  Evaluation: is the adapter better than the base with its best prompt?");
  const cost = await estimateEvaluationHere(invocation, adapter, manifest, file);
  talk.say(`This takes ${costWords(cost)}; less where answers are cached.`);
  const weights = await placeWeights(weightsFile);
  await using stack = new AsyncDisposableStack();
  const engine = await openEngine(stack, manifest, file);
  const { report, summary } = await evaluateOnBase(invocation, workspace, adapter, engine, { weights });
  await stack.disposeAsync();
  talk.say(terminalReport(report, { colour: false }));

  talk.heading("5 of 5  Questions: the router picks who answers");
  const answers = [];
  for (const question of questions) {
    talk.say(`\n$ loco ask "${question}"`);
    const answered = await ask(invocation, question, {});
    answers.push(answered.data);
  }
  const seconds = (performance.now() - started) / 1000;
  return {
    data: {
      adapter: adapter.id,
      base: manifest.id,
      seconds,
      trained,
      verdict: summary.againstBest.outcome,
      summary,
      answers,
    },
    text: `\nThat was LocoLLM, in ${formatDuration(seconds)}. Next: npx loco list, npx loco ask "…", and CONTRIBUTING.md for an adapter of your own.`,
  };
}

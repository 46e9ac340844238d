import path from "node:path";
import { adapterManifestSchema, hasErrors, LocoError, type Item } from "@locollm/core";
import { chooseBestPrompt, createScorer, evaluate, plainCondition, wilsonInterval } from "@locollm/eval";
import { openGenerationCache, readCsvItems, requireFile, resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { smallModelNotice } from "../small-model-notice.ts";
import { obtainBase } from "../steps/obtain-base.ts";
import { openClass } from "../steps/open-class.ts";
import { shareWithInterval } from "../steps/share-words.ts";
import { findingsText } from "../terminal/finding-lines.ts";

const scorers = ["exact", "contains", "numeric", "json", "rouge-l", "chrf"] as const;
const mostQuestions = 60;

/** Asks the base some draft questions, plainly and with a few of them as examples, and says if there is room for an adapter. */
export async function probe(
  invocation: Invocation,
  csv: string,
  options: { system?: string | undefined; scorer: string; base?: string | undefined },
): Promise<CommandResult> {
  const scorerName = scorers.find((name) => name === options.scorer);
  if (scorerName === undefined) {
    throw new LocoError({
      code: "wrong-use",
      message: `${options.scorer} is no scorer for drafts.`,
      fix: `Use one of: ${scorers.join(", ")}.`,
      kind: "usage",
    });
  }
  const workspace = await openClass(invocation);
  const base = resolveBase(workspace, options.base);
  const drafts = path.resolve(invocation.directory, csv);
  await requireFile(drafts);
  const { items, findings } = await readCsvItems(drafts, {
    scorer: scorerName,
    idPrefix: "draft",
  });
  if (hasErrors(findings)) return { data: null, findings, text: findingsText(findings) };
  if (items.length < 10 || items.length > mostQuestions) {
    throw new LocoError({
      code: "probe-size",
      message: `The file has ${items.length} questions; a probe takes 10 to ${mostQuestions}.`,
      fix: "Ten to thirty drafts are enough to see whether there is room.",
      fields: { questions: items.length },
      kind: "usage",
    });
  }
  const file = await obtainBase(invocation, workspace.root, base);
  const measured = await ask(invocation, { base, file }, items, scorerName, options.system);
  const room =
    measured.best.right / measured.best.items > 0.9
      ? "The base does this already. Make the questions harder, or choose another domain."
      : "There is room for an adapter.";
  const line = (name: string, side: (typeof measured)["plain"]) =>
    `${name.padEnd(22)} right on ${side.right} of ${side.items}: ${shareWithInterval(side, wilsonInterval(side.right, side.items))}`;
  const shown = measured.samples
    .slice(0, 5)
    .map(({ question, output, outcome }) => `  ${outcome.padEnd(12)} ${question} → ${output.slice(0, 80)}`);
  return {
    data: { base: base.id, ...measured, room, notice: smallModelNotice(base) },
    findings,
    text: [
      line("plainly asked", measured.plain),
      line(`with ${measured.best.examples} examples`, measured.best),
      ...shown.map((text) => text.replace(/\s+/g, " ").replace(/^ /, "  ")),
      "",
      room,
      smallModelNotice(base),
    ].join("\n"),
  };
}

type BaseHere = {
  readonly base: ReturnType<typeof resolveBase>;
  readonly file: Awaited<ReturnType<typeof obtainBase>>;
};

async function ask(
  { signal, talk }: Invocation,
  { base, file }: BaseHere,
  items: readonly Item[],
  scorerName: (typeof scorers)[number],
  system: string | undefined,
) {
  const manifest = adapterManifestSchema.parse({
    schema: 1,
    title: "Drafts",
    summary: "Draft questions.",
    version: "0.0.0",
    authors: [{ handle: "drafts" }],
    licence: "none",
    data: { provenance: "drafts" },
    prompt: { ...(system === undefined ? {} : { system }), maxTokens: 96 },
    score: { scorer: scorerName },
    limits: "drafts",
  });
  const { openBase, stopLlama } = await import("@locollm/inference");
  using cache = openGenerationCache();
  await using stack = new AsyncDisposableStack();
  stack.defer(stopLlama);
  const scorer = stack.use(createScorer(manifest.score));
  const generator = stack.use(await openBase({ manifest: base, file })).generator();
  const common = { adapterId: "drafts/drafts", manifest, generator, scorer, cache, signal };
  const line = talk.progress("  asking the base");
  const plain = await evaluate({
    ...common,
    items,
    condition: plainCondition(manifest, "base"),
    onProgress: ({ done }) => line.update(`${done} of ${items.length}`),
  });
  // The drafts themselves are all there is to take examples from: what is shown is left out of what is asked.
  const best = await chooseBestPrompt({ ...common, trainingRows: items });
  const winner = best.tried.reduce((leader, next) =>
    next.right / next.rows > leader.right / leader.rows ? next : leader,
  );
  line.finish("done");
  return {
    plain: plain.run.counts,
    best: { ...plain.run.counts, right: winner.right, items: winner.rows, examples: winner.examples },
    samples: plain.samples.map((sample, index) => ({
      question: items[index]!.prompt ?? "",
      output: sample.output,
      outcome: sample.score.outcome,
    })),
  };
}

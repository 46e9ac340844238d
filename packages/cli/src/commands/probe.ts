import path from "node:path";
import { hasErrors, LocoError, type AdapterManifest, type BaseManifest, type Finding } from "@locollm/core";
import {
  checkAnswers,
  exampleCounts,
  fewShotCondition,
  pickExamples,
  plainCondition,
  wilsonInterval,
} from "@locollm/eval";
import { answerForm, readCsvItems, readFixture, requireFile, resolveBase, type CachedBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { costWords, estimateConditionsHere, obtainBase, smallModelNotice } from "@locollm/course";
import { askDrafts, type Drafts } from "../steps/ask-drafts.ts";
import { draftManifest, type DraftOptions } from "../steps/draft-manifest.ts";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";
import { shareWithInterval } from "../steps/share-words.ts";
import { findingsText } from "../terminal/finding-lines.ts";

const fewestQuestions = 10;
const mostQuestions = 60;

export interface ProbeOptions extends DraftOptions {
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
}

/** Asks the base some draft questions, plainly and with a few of them as examples, and says if there is room for an adapter. */
export async function probe(invocation: Invocation, csv: string, options: ProbeOptions): Promise<CommandResult> {
  const manifest = draftManifest(options);
  const workspace = await openClass(invocation);
  const base = resolveBase(workspace, options.base);
  const { drafts, findings } = await readDrafts(invocation, manifest, csv, options.fixture);
  if (hasErrors(findings)) return { data: null, findings, text: findingsText(findings) };
  const missing = options.estimate === true ? await missingBase(invocation, base, { training: false }) : undefined;
  if (missing !== undefined) return missing;
  const file = await obtainBase(invocation, workspace.root, base);
  const cost = await probeCost(invocation, drafts, base, file);
  const takes = `Asking ${base.title} ${drafts.items.length} questions: ${costWords(cost)}`;
  if (options.estimate === true) return { data: { ...cost }, text: `${takes}.` };
  if (cost.seconds > 10) invocation.talk.say(`${takes}; less where answers are cached. Ctrl-C is safe.`);
  const measured = await askDrafts(invocation, drafts, { manifest: base, file });
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

/** The drafts of a CSV file and of the fixture beside it; what is wrong with them is in the findings. */
async function readDrafts(
  { directory, signal }: Invocation,
  manifest: AdapterManifest,
  csv: string,
  fixtureFile: string | undefined,
): Promise<{ readonly drafts: Drafts; readonly findings: readonly Finding[] }> {
  const file = path.resolve(directory, csv);
  await requireFile(file);
  const { items, lines, findings } = await readCsvItems(file, { scorer: manifest.score.scorer, idPrefix: "draft" });
  if (hasErrors(findings)) return { drafts: { manifest, fixture: null, items }, findings };
  if (items.length < fewestQuestions || items.length > mostQuestions) {
    throw new LocoError({
      code: "probe-size",
      message: `The file has ${items.length} questions; a probe takes ${fewestQuestions} to ${mostQuestions}.`,
      fix: "Ten to thirty drafts are enough to see whether there is room.",
      fields: { questions: items.length },
      kind: "usage",
    });
  }
  const tables = fixtureFile === undefined ? null : await readTables(path.resolve(directory, fixtureFile));
  const fixture = tables?.fixture ?? null;
  const drafts = { manifest, fixture, items };
  const problems = [...findings, ...(tables?.findings ?? [])];
  if (hasErrors(problems)) return { drafts, findings: problems };
  const shown = path.basename(file);
  const rows = items.map((item) => ({ item, line: lines.get(item.id) ?? 1 }));
  const files = [{ kind: "train", file: shown, rows }] as const;
  const unscorable = [
    ...answerForm(manifest, rows, shown),
    ...(await checkAnswers({ manifest, manifestFile: shown, fixture, files, signal })),
  ];
  return { drafts, findings: [...problems, ...unscorable] };
}

async function readTables(file: string) {
  await requireFile(file);
  return readFixture(file, path.basename(file));
}

/** Plainly asked, and with each number of examples: the drafts are few, so that all of them are counted each time. */
function probeCost(invocation: Invocation, { manifest, items }: Drafts, base: BaseManifest, file: CachedBase) {
  const pool = pickExamples(items, Math.max(...exampleCounts)).map(({ id }) => id);
  const prompted = exampleCounts
    .filter((count) => count > 0 && count <= pool.length)
    .map((count) => fewShotCondition(manifest, "base", pool.slice(0, count)));
  const conditions = [plainCondition(manifest, "base"), ...prompted];
  const rows = { items, trainingRows: items };
  return estimateConditionsHere(invocation, manifest, conditions, rows, { manifest: base, file });
}

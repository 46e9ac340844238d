import {
  recipes,
  type BaseManifest,
  type Finding,
  type Message,
  type Seals,
  type SemesterManifest,
} from "@locollm/core";
import { readAdapterData, shownPath } from "../workspace/read-adapter-data.ts";
import type { AdapterData, AdapterFolder, Row, SemesterFolder, Workspace } from "../workspace/workspace.ts";
import { answerCut } from "./answer-cut.ts";
import { answerForm } from "./answer-form.ts";
import { answerProfile } from "./answer-profile.ts";
import { baseTerms } from "./base-terms.ts";
import { committedWeights } from "./committed-weights.ts";
import { framedRows } from "./framed-rows.ts";
import { frozenEvaluation } from "./frozen-evaluation.ts";
import { licence } from "./licence.ts";
import { lineage } from "./lineage.ts";
import { minimumRows } from "./minimum-rows.ts";
import { modelCard } from "./model-card.ts";
import { NearIndex } from "./near-index.ts";
import { nearDuplicates, nearTraining } from "./near-duplicates.ts";
import { trainEvalOverlap } from "./overlap.ts";
import { personalData, personalFixture } from "./personal-data.ts";
import { placeholders } from "./placeholders.ts";
import { checkedProposal } from "./proposal.ts";
import { checkedRecipe } from "./recipe.ts";
import { repeatedQuestions } from "./repeated-questions.ts";
import { revealedRows } from "./revealed-rows.ts";
import { rowLength } from "./row-length.ts";
import { saturation } from "./saturation.ts";
import { setProfile } from "./set-profile.ts";
import { sqlFixture } from "./sql-fixture.ts";
import { templateTokens } from "./template-tokens.ts";
import { topLayers } from "./top-layers.ts";
import { trainEvalPassages } from "./train-eval-passages.ts";

export interface CheckOptions {
  readonly gate: SemesterManifest["gate"];
  /** Whose terms are held against the data's licence; none where they are not known. */
  readonly bases?: readonly BaseManifest[] | undefined;
  /** The semester's default base; absent where it is not known. */
  readonly base?: BaseManifest | undefined;
  /** Tokens that the base takes at most; absent where it is not known. */
  readonly baseContext?: number | undefined;
  /** What the semester has published of frozen and sealed sets; null where that cannot be read, absent where it is not known. */
  readonly seals?: Seals | null | undefined;
  /** Full names of the class's adapters, readable or not; absent where they are not known. */
  readonly adapters?: readonly string[] | undefined;
  readonly countTokens?: ((messages: readonly Message[]) => number) | undefined;
}

/** What a semester's rules and its default base ask of its adapters. */
export function checkOptions({ bases, semesters }: Workspace, { manifest, seals }: SemesterFolder): CheckOptions {
  const base = bases.find(({ id }) => id === manifest.bases[0]);
  const adapters = semesters.flatMap(({ id, adapters: read, unreadable }) => [
    ...read.map((adapter) => adapter.id),
    ...unreadable.map((slug) => `${id}/${slug}`),
  ]);
  return { gate: manifest.gate, bases, base, baseContext: base?.contextLength, adapters, seals };
}

/** Every rule over one adapter whose manifest could be read. Hands the rows on, so that nobody reads them twice. */
export async function checkAdapter(
  adapter: AdapterFolder,
  { gate, bases = [], base, baseContext, adapters, seals, countTokens }: CheckOptions,
): Promise<{ data: AdapterData; findings: readonly Finding[] }> {
  const shown = shownPath(adapter);
  const { manifest, manifestLine } = adapter;
  const data = await readAdapterData(adapter);
  const { recipe, findings: recipeFindings } = checkedRecipe(manifest, `${shown}/adapter.yaml`, manifestLine);
  const { contextLength } = recipe ?? recipes["default"]!;
  const fixtureFile = manifest.score.scorer === "sql" ? manifest.score.fixture : "";
  const files = [
    { kind: "train", rows: data.train, file: `${shown}/data/train.jsonl`, index: indexOf(data.train) },
    { kind: "eval", rows: data.eval, file: `${shown}/data/eval.jsonl`, index: indexOf(data.eval) },
  ] as const;
  const unread = (file: string) =>
    data.findings.some((one) => one.file === file && one.severity === "error" && isAboutFile(one.code));
  return {
    data,
    findings: [
      ...data.findings,
      ...recipeFindings,
      ...sqlFixture(data, `${shown}/${fixtureFile}`),
      ...personalFixture(data, `${shown}/${fixtureFile}`),
      ...placeholders(manifest, `${shown}/adapter.yaml`, manifestLine),
      ...(adapters === undefined ? [] : lineage(adapter, adapters, `${shown}/adapter.yaml`)),
      ...licence(manifest, `${shown}/adapter.yaml`, manifestLine),
      ...(await topLayers(manifest, base, `${shown}/adapter.yaml`, manifestLine)),
      ...(await baseTerms(adapter, bases, base, shown)),
      ...(await modelCard(adapter.folder, shown)),
      ...(await checkedProposal(adapter, seals)),
      ...(await committedWeights(adapter, shown)),
      ...files.flatMap(({ kind, rows, file, index }) => [
        // A file that cannot be read has no row count worth telling.
        ...(unread(file) ? [] : minimumRows(kind, rows, gate.minimumRows[kind], file)),
        ...repeatedQuestions(rows, file),
        ...framedRows(rows, file),
        ...nearDuplicates(manifest, index, rows, file),
        ...answerForm(manifest, rows, file),
        ...answerCut(kind, manifest, rows, file),
        ...answerProfile(manifest, rows, file),
        ...personalData(rows, file),
        ...templateTokens(rows, file),
        ...rowLength(manifest, rows, file, { contextLength, baseContext, countTokens }),
      ]),
      ...trainEvalOverlap(data.train, data.eval, files[1].file),
      ...nearTraining(files[0].index, data.eval, files[1].file),
      ...trainEvalPassages(data.train, data.eval, files[1].file),
      ...setProfile(data.train, data.eval, files[1].file),
      ...(seals === undefined || unread(files[1].file)
        ? []
        : frozenEvaluation(adapter, data.eval, seals, files[1].file)),
      ...(seals === undefined || seals === null ? [] : await revealedRows(adapter, data.train, seals, shown)),
      ...saturation(adapter.results, data.eval, files[1].file),
    ],
  };
}

function indexOf(rows: readonly Row[]): NearIndex<null> {
  return new NearIndex<null>().add(null, rows);
}

/** Findings of the whole file, which leave none of its rows. */
function isAboutFile(code: string): boolean {
  return code.startsWith("file-") || code.startsWith("text-") || code === "merge-conflict";
}

import { didYouMean, hasErrors, LocoError, sealHash, type AdapterSeals, type Finding, type Seals } from "@locollm/core";
import { checkAnswers } from "@locollm/eval";
import {
  checkOptions,
  proposalHash,
  readAdapterData,
  readProposal,
  sealedRows,
  shownPath,
  writeSeals,
  type AdapterData,
  type AdapterFolder,
  type CheckOptions,
  type SemesterFolder,
  type Workspace,
} from "@locollm/store";
import type { Work } from "../work/work.ts";
import { concealErrors } from "./conceal-errors.ts";
import { concealFinding } from "./conceal-finding.ts";
import { freezeEvaluation, publishedOf, sealsOf } from "./freeze-evaluation.ts";
import { drawSalt, openSealedFolder, readSealedFile, type SealedFile } from "./sealed-folder.ts";

export interface SealOptions {
  /** The instructor's, outside the repository. */
  readonly folder: string;
  /** The team that wrote the rows. */
  readonly by: string;
  /** Why a hash that is published already is to be replaced. */
  readonly again?: string | undefined;
}

export interface SealedRows {
  readonly adapter: AdapterFolder;
  readonly items: number;
  readonly sha256: string;
  readonly was: "new" | "the same" | "again";
}

export interface Sealing {
  readonly sealed: readonly SealedRows[];
  /** Nothing is published where one is an error; none holds a word of a row. */
  readonly findings: readonly Finding[];
}

/**
 * Checks the rows in an instructor's folder as evaluation rows are checked, and publishes a salted hash of each adapter's, beside its
 * frozen evaluation set. A published hash is replaced only for a reason, and stays among the earlier ones.
 *
 * @throws LocoError `sealed-in-repository`, `sealed-folder-missing`, `salt-unreadable`, `sealed-nothing`, `eval-changed`
 */
export async function sealRows(
  { signal }: Work,
  workspace: Workspace,
  semester: SemesterFolder,
  { folder, by, again }: SealOptions,
): Promise<Sealing> {
  const slugs = await openSealedFolder(folder, workspace.root);
  if (slugs.length === 0) throw nothingToSeal(folder);
  const at = new Date().toISOString();
  const findings: Finding[] = [];
  const checked: { adapter: AdapterFolder; file: SealedFile; proposal: string }[] = [];
  const options = checkOptions(workspace, semester);
  let seals = sealsOf(semester);
  for (const slug of slugs) {
    const adapter = semester.adapters.find((one) => one.slug === slug);
    if (adapter === undefined) {
      findings.push(unknownAdapter(slug, semester));
      continue;
    }
    const file = await readSealedFile(folder, slug);
    const proposal = await readProposal(adapter);
    const data = await readAdapterData(adapter);
    const check = { adapter, file, data, proposal: proposal.text };
    const found = await concealErrors(`Checking ${slug}.jsonl`, signal, () => checkRows(signal, check, options));
    findings.push(...found);
    if (hasErrors(found)) continue;
    seals = (await freezeEvaluation(seals, adapter, { at, data })).seals;
    checked.push({ adapter, file, proposal: proposal.text! });
  }
  if (hasErrors(findings)) return { sealed: [], findings };
  // Before a salt is drawn for any.
  for (const { adapter, file } of checked) refuseChange(adapter, publishedOf(seals, adapter.slug), file, again);
  const sealed: SealedRows[] = [];
  for (const { adapter, file, proposal } of checked) {
    const { seals: next, sealed: own } = await publish(seals, adapter, file, { folder, by, at, again, proposal });
    seals = next;
    sealed.push(own);
  }
  await writeSeals(workspace.root, semester.id, seals);
  return { sealed, findings };
}

interface ToCheck {
  readonly adapter: AdapterFolder;
  readonly file: SealedFile;
  readonly data: AdapterData;
  readonly proposal: string | null;
}

/** What is wrong with one adapter's sealed rows, without a word of them. */
async function checkRows(
  signal: AbortSignal,
  { adapter, file: { slug, rows, findings }, data, proposal }: ToCheck,
  options: CheckOptions,
): Promise<Finding[]> {
  const file = `${slug}.jsonl`;
  const answers = await checkAnswers({
    signal,
    manifest: adapter.manifest,
    manifestFile: `${shownPath(adapter)}/adapter.yaml`,
    fixture: data.fixture,
    files: [{ kind: "eval", file, rows }],
  });
  return [
    ...findings,
    ...proposalFindings(adapter, proposal),
    ...[...sealedRows(adapter, data, rows, file, options), ...answers].map(concealFinding),
    ...(rows.length === 0 ? [emptyFile(slug)] : []),
  ];
}

function isSame(adapter: AdapterFolder, { sealed }: AdapterSeals, { rows, salt }: SealedFile): boolean {
  if (sealed === undefined || salt === null) return false;
  return sealHash({ adapter: adapter.id, items: rows.map(({ item }) => item), salt }) === sealed.sha256;
}

function refuseChange(
  adapter: AdapterFolder,
  published: AdapterSeals,
  file: SealedFile,
  again: string | undefined,
): void {
  const { sealed } = published;
  if (sealed === undefined || isSame(adapter, published, file)) return;
  if (sealed.revealed === undefined && again !== undefined) return;
  throw new LocoError({
    code: "sealed-already",
    message: `${adapter.slug}.jsonl is not what was sealed on ${sealed.at.slice(0, 10)}${sealed.revealed === undefined ? "" : ", and that is revealed"}.`,
    fix:
      sealed.revealed === undefined
        ? 'Bring rows and salt back, or say why others are sealed in their place: --again "<reason>"'
        : "What is revealed stays. Take the file out of the folder.",
    fields: { adapter: adapter.id },
  });
}

async function publish(
  seals: Seals,
  adapter: AdapterFolder,
  file: SealedFile,
  about: SealOptions & { readonly at: string; readonly proposal: string },
): Promise<{ readonly seals: Seals; readonly sealed: SealedRows }> {
  const { folder, by, at, again, proposal } = about;
  const { sealed: before, earlier, ...published } = publishedOf(seals, adapter.slug);
  const items = file.rows.map(({ item }) => item);
  if (before !== undefined && isSame(adapter, { sealed: before, earlier }, file))
    return { seals, sealed: { adapter, items: items.length, sha256: before.sha256, was: "the same" } };
  // A salt without a published hash is from a command that was interrupted; one that hashed other rows is used up.
  const salt = before === undefined && file.salt !== null ? file.salt : await drawSalt(folder, adapter.slug);
  const sha256 = sealHash({ adapter: adapter.id, items, salt });
  const sealed = { sha256, items: items.length, at, by, proposal: proposalHash(proposal) };
  const replaced = before === undefined ? [] : [replacedBy(before, at, again!)];
  const own = { ...published, sealed, earlier: [...earlier, ...replaced] };
  return {
    seals: { ...seals, adapters: { ...seals.adapters, [adapter.slug]: own } },
    sealed: { adapter, items: items.length, sha256, was: before === undefined ? "new" : "again" },
  };
}

function replacedBy({ sha256, items, at }: NonNullable<AdapterSeals["sealed"]>, replaced: string, reason: string) {
  return { of: "sealed" as const, sha256, items, at, replaced, reason };
}

function proposalFindings(adapter: AdapterFolder, text: string | null): Finding[] {
  const about = { severity: "error" as const, file: `${shownPath(adapter)}/proposal.md` };
  const fix = "Its author writes one page: what it answers, how answers look, examples, what is out of scope.";
  if (text === null)
    return [{ ...about, code: "proposal-missing", message: "Sealed rows are written from a proposal.", fix }];
  if (/\bTODO\b/.test(text))
    return [{ ...about, code: "proposal-unfinished", message: "The proposal still says TODO.", fix }];
  return [];
}

function emptyFile(slug: string): Finding {
  return {
    code: "rows-too-few",
    severity: "error",
    file: `${slug}.jsonl`,
    message: "There are no rows in it that can be read.",
    fix: "Write them, or take the file out of the folder.",
  };
}

function unknownAdapter(slug: string, { id, adapters }: SemesterFolder): Finding {
  const names = adapters.map((adapter) => adapter.slug);
  return {
    code: "unknown-adapter",
    severity: "error",
    file: `${slug}.jsonl`,
    message: `There is no adapter ${slug} in ${id}.`,
    fix: didYouMean(slug, names),
  };
}

function nothingToSeal(folder: string): LocoError {
  return new LocoError({
    code: "sealed-nothing",
    message: `${folder} holds no <adapter>.jsonl.`,
    fix: "Put one there for each adapter whose sealed rows are written: rows as in data/eval.jsonl.",
    fields: { folder },
    kind: "usage",
  });
}

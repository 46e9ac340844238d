import path from "node:path";
import { sha256Hex, type Finding, type Seals } from "@locollm/core";
import { readText } from "../workspace/read-text.ts";
import type { AdapterFolder } from "../workspace/workspace.ts";

/** Words on a page, about. */
const pageWords = 600;
const maxProposalBytes = 100_000;

export interface Proposal {
  /** Null where there is none, or none that can be read. */
  readonly text: string | null;
  readonly findings: readonly Finding[];
}

/** An adapter's `proposal.md`, from which another team writes sealed rows; it may be missing. */
export async function readProposal(adapter: AdapterFolder): Promise<Proposal> {
  const file = `semesters/${adapter.semester}/adapters/${adapter.slug}/proposal.md`;
  const { text, findings } = await readText(path.join(adapter.folder, "proposal.md"), file, maxProposalBytes);
  if (text === null) return { text, findings: findings.filter(({ code }) => code !== "file-missing") };
  const note = (code: string, message: string, fix: string, line?: number): Finding => ({
    code,
    severity: "note",
    file,
    ...(line !== undefined && { line }),
    message,
    fix,
  });
  const left = text.split("\n").findIndex((line) => /\bTODO\b/.test(line));
  const words = text.split(/\s+/).filter(Boolean).length;
  return {
    text,
    findings: [
      ...findings,
      ...(left === -1
        ? []
        : [
            note(
              "proposal-unfinished",
              "The proposal still says TODO.",
              "Write it before another team is to write sealed rows from it.",
              left + 1,
            ),
          ]),
      ...(words <= pageWords
        ? []
        : [
            note(
              "proposal-long",
              `The proposal has ${words} words; a page has about ${pageWords}.`,
              "Keep what a stranger needs to write fair questions: what it answers, how answers look, examples, what is out of scope.",
            ),
          ]),
    ],
  };
}

/** What is published of a proposal. */
export function proposalHash(text: string): string {
  return sha256Hex(text.replaceAll("\r\n", "\n"));
}

/** What `loco check` says of the proposal; also where it is no longer the one that sealed rows were written from. */
export async function checkedProposal(adapter: AdapterFolder, seals: Seals | null | undefined): Promise<Finding[]> {
  const { text, findings } = await readProposal(adapter);
  const sealed = seals?.adapters[adapter.slug]?.sealed;
  if (sealed === undefined || (text !== null && proposalHash(text) === sealed.proposal)) return [...findings];
  return [
    ...findings,
    {
      code: "proposal-changed",
      severity: "warning",
      file: `semesters/${adapter.semester}/adapters/${adapter.slug}/proposal.md`,
      message: "This is not the proposal that the sealed rows were written from.",
      fix: "Bring it back with git; where the adapter now does something else, tell the instructor.",
    },
  ];
}

import type { Conclusion, Finding, GradeRecord } from "@locollm/core";
import { escapeMarkdown } from "@locollm/eval";

/** The first line of the one comment of a pull request that is ours, by which it is found again. */
export const commentMarker = "<!-- locollm:grade -->";

/** How the check is called that a branch rule can require. */
export const checkName = "LocoLLM grade";

/** What is said of one commit in public. */
export interface Posted {
  readonly commit: string;
  readonly conclusion: Conclusion;
  /** One line. */
  readonly title: string;
  readonly findings: readonly Finding[];
  /** The comment, as Markdown. */
  readonly comment: string;
  /** Markdown beside the check, shorter. */
  readonly summary: string;
  /** Where the job's log and files are. */
  readonly run: string | null;
  /** Whether a comment is made where there is none; else one that is there is only written anew. */
  readonly opens: boolean;
}

/** The verdict on a commit as it is posted. */
export function postedGrade(
  { conclusion, title, findings, next }: GradeRecord,
  report: string,
  commit: string,
  run: string | null,
): Posted {
  const comment = [commentMarker, report.trim(), foot(commit, run)].join("\n\n");
  // Sentences of ours, which may quote an answer; a check's summary is Markdown.
  const summary = [title, ...next].map(escapeMarkdown).join("\n\n");
  return { commit, conclusion, title, findings, comment, summary, run, opens: true };
}

/** What is said where the machine failed: nothing about the submission. */
export function postedFailure(commit: string, run: string | null): Posted {
  const title = "Not graded: the grading machine failed";
  const words =
    "Nothing is known about this submission, and nothing is wrong with it as far as anybody knows: the machine that grades failed or was stopped. A maintainer can start the run again; pushing a new commit does so, too.";
  const comment = [commentMarker, `# ⚙️ ${title}`, words, foot(commit, run)].join("\n\n");
  return { commit, conclusion: "neutral", title, findings: [], comment, summary: words, run, opens: true };
}

/** What is said where no adapter's folder is touched: a check, so that a rule which requires it lets changes of the class's own code through. */
export function postedNothing(commit: string, run: string | null): Posted {
  const title = "No adapter is touched, so there is nothing to grade";
  const comment = [commentMarker, `# ⚖️ ${title}`, foot(commit, run)].join("\n\n");
  return { commit, conclusion: "neutral", title, findings: [], comment, summary: title, run, opens: false };
}

function foot(commit: string, run: string | null): string {
  return `Commit \`${commit.slice(0, 12)}\`. ${run === null ? "" : `The log, grade.json and report.md: ${run}. `}This comment is written anew with each push.`;
}

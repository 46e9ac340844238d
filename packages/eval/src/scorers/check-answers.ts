import {
  LocoError,
  pythonTestsOf,
  targetOf,
  type AdapterManifest,
  type Finding,
  type Item,
  type ScorerOptions,
  type SqlFixture,
} from "@locollm/core";
import { answerIsOutput } from "./answer-is-output.ts";
import { createScorer } from "./create-scorer.ts";
import type { Scorer } from "./scorer.ts";
import { quote } from "./scores.ts";

export interface AnswersToCheck {
  readonly manifest: Pick<AdapterManifest, "prompt" | "score">;
  /** The manifest's path as findings show it. */
  readonly manifestFile: string;
  readonly fixture: SqlFixture | null;
  /** Rows with their 1-based lines, and the file's path as findings show it. */
  readonly files: readonly {
    readonly kind: "train" | "eval";
    readonly file: string;
    readonly rows: readonly { readonly item: Item; readonly line: number }[];
  }[];
  readonly signal?: AbortSignal | undefined;
}

/** So many slow answers tell enough: thousands of endless queries would hold a check up for an hour. */
const mostSlowAnswers = 3;

/** Seconds from which an answer is slow; Python, which takes longer to start, has a limit of its own. */
function slowFrom(options: ScorerOptions): number {
  return options.scorer === "python" ? options.timeLimit : 1;
}

/**
 * Gives each row's own answer to the scorer as if a model had written it: for a training row with an assistant turn,
 * that turn. What does not score right is a finding, because no model could be right there, or training would teach it to be wrong.
 * An evaluation row's answer that is not meant to be written as it is (a pattern, a list of texts) is only read.
 * Answers of a form that the scorer cannot read at all are `loco check`'s finding `answer-form`, and not repeated here.
 */
export async function checkAnswers(check: AnswersToCheck): Promise<Finding[]> {
  const { manifest, manifestFile, fixture } = check;
  if (manifest.score.scorer === "sql" && fixture === null) return [];
  const scorer = scorerOrFinding(manifest, manifestFile, fixture);
  if ("code" in scorer) return [scorer];
  await using used = scorer;
  return await scoredAnswers(check, used);
}

/** The manifest's scorer, or what is wrong with its options. */
function scorerOrFinding(
  { prompt, score }: AnswersToCheck["manifest"],
  manifestFile: string,
  fixture: SqlFixture | null,
): (Scorer & AsyncDisposable) | Finding {
  try {
    return createScorer(score, { tools: prompt.tools, fixture });
  } catch (error) {
    if (!(error instanceof LocoError) || error.kind !== "usage") throw error;
    return { code: error.code, severity: "error", file: manifestFile, message: error.message, fix: error.fix };
  }
}

async function scoredAnswers(
  { manifest: { score: options }, files, signal }: AnswersToCheck,
  scorer: Scorer,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let slow = 0;
  for (const { kind, file, rows } of files) {
    for (const { item, line } of rows) {
      signal?.throwIfAborted();
      const started = performance.now();
      try {
        const { outcome, reason = "" } = await scorer(item, outputOf(options, item));
        const written = kind === "train" || turnOf(item) !== undefined || answerIsOutput(options, item);
        const fine = outcome === "error" ? formIsChecked(options, item) : outcome === "right" || !written;
        if (!fine) findings.push(answerFinding(options, item, { file, line, reason }));
        else if (outcome === "right" && outputOf(options, item) === noCode) findings.push(testsNothing(file, line));
      } catch (error) {
        if (!(error instanceof LocoError) || error.kind === "machine") throw error;
        return [{ code: error.code, severity: "error", file, message: error.message, fix: error.fix }];
      }
      if (performance.now() - started > 1000 * slowFrom(options) && ++slow === mostSlowAnswers)
        return [...findings, unchecked(slowFrom(options), file, line)];
    }
  }
  return findings;
}

function unchecked(seconds: number, file: string, line: number): Finding {
  return {
    code: "answers-too-slow",
    severity: "error",
    file,
    line,
    message: `${mostSlowAnswers} answers took more than ${seconds === 1 ? "a second" : `${seconds} seconds`} each, so the answers after this line were not checked.`,
    fix: "Make these answers simpler; a query and a program must end.",
  };
}

/** Whether an answer that the scorer cannot read has the finding `answer-form` already. */
function formIsChecked(options: ScorerOptions, { answer }: Item): boolean {
  if (options.scorer === "python") return pythonTestsOf(answer) === null;
  return options.scorer !== "sql" && options.scorer !== "regex" && !(options.scorer === "json" && options.schema);
}

/** Python that does nothing. */
const noCode = "pass";

/** What a row shows of a right output; for tests without a turn, code that must not pass them. */
function outputOf(options: ScorerOptions, item: Item): string {
  return options.scorer === "python" && turnOf(item) === undefined ? noCode : targetOf(item);
}

function testsNothing(file: string, line: number): Finding {
  return {
    code: "tests-nothing",
    severity: "error",
    file,
    line,
    message: "The row's tests pass without any code.",
    fix: 'Call what is asked for, and the tests themselves: "assert double(2) == 4", or "check(double)" after a check.',
  };
}

function turnOf(item: Item): string | undefined {
  const last = item.messages?.at(-1);
  return last?.role === "assistant" ? last.content : undefined;
}

function answerFinding(
  options: ScorerOptions,
  item: Item,
  { file, line, reason }: { file: string; line: number; reason: string },
): Finding {
  const taught = turnOf(item) !== undefined;
  return {
    code: "answer-not-right",
    severity: "error",
    file,
    line,
    message: taught
      ? `The row's assistant turn ${quote(targetOf(item))} does not score right against its answer. ${reason}`
      : `The row's answer does not score right against itself. ${reason}`,
    fix: taught
      ? "Correct the assistant turn or the answer."
      : answerIsOutput(options, item)
        ? "Correct the answer."
        : "Correct the answer; a training row ends its messages with the assistant turn that a model should write.",
  };
}

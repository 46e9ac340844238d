import { LocoError, targetOf, type AdapterManifest, type Finding, type Item, type SqlFixture } from "@locollm/core";
import { createScorer } from "./create-scorer.ts";
import { quote } from "./scores.ts";

export interface AnswersToCheck {
  readonly manifest: Pick<AdapterManifest, "prompt" | "score">;
  readonly fixture: SqlFixture | null;
  /** Rows with their 1-based lines, and the file's path as findings show it. */
  readonly files: readonly {
    readonly file: string;
    readonly rows: readonly { readonly item: Item; readonly line: number }[];
  }[];
  readonly signal?: AbortSignal | undefined;
}

/** So many answers of a second or more tell enough: thousands of endless queries would hold a check up for an hour. */
const mostSlowAnswers = 3;
const slowMilliseconds = 1000;

/**
 * Gives each row's own answer to the scorer as if a model had written it: for a training row with an assistant turn,
 * that turn. What does not score right is a finding, because no model could be right there, or training would teach it to be wrong.
 * Answers of a form that the scorer cannot read at all are `loco check`'s finding `answer-form`, and not repeated here.
 */
export async function checkAnswers({
  manifest: { prompt, score: options },
  fixture,
  files,
  signal,
}: AnswersToCheck): Promise<Finding[]> {
  if (options.scorer === "sql" && fixture === null) return [];
  await using scorer = createScorer(options, { tools: prompt.tools, fixture });
  const findings: Finding[] = [];
  let slow = 0;
  for (const { file, rows } of files) {
    for (const { item, line } of rows) {
      signal?.throwIfAborted();
      const started = performance.now();
      try {
        const { outcome, reason = "" } = await scorer(item, targetOf(item));
        const fine = outcome === "right" || (outcome === "error" && options.scorer !== "sql");
        if (!fine) findings.push(answerFinding(item, file, line, reason));
      } catch (error) {
        if (!(error instanceof LocoError) || error.kind === "machine") throw error;
        return [{ code: error.code, severity: "error", file, message: error.message, fix: error.fix }];
      }
      if (performance.now() - started > slowMilliseconds && ++slow === mostSlowAnswers)
        return [...findings, unchecked(file, line)];
    }
  }
  return findings;
}

function unchecked(file: string, line: number): Finding {
  return {
    code: "answers-too-slow",
    severity: "error",
    file,
    line,
    message: `${mostSlowAnswers} answers took more than a second each, so the answers after this line were not checked.`,
    fix: "Make these answers simpler; an SQL query must end.",
  };
}

function answerFinding(item: Item, file: string, line: number, reason: string): Finding {
  const taught = item.messages?.at(-1)?.role === "assistant";
  return {
    code: "answer-not-right",
    severity: "error",
    file,
    line,
    message: taught
      ? `The row's assistant turn ${quote(targetOf(item))} does not score right against its answer. ${reason}`
      : `The row's answer does not score right against itself. ${reason}`,
    fix: taught ? "Correct the assistant turn or the answer." : "Correct the answer.",
  };
}

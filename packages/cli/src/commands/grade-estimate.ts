import type { JsonValue } from "@locollm/core";
import { costOfAll, costWords, estimateGrade, readSubmission, StepTimer, type Submission } from "@locollm/course";
import { resolveBase } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { missingBase } from "../steps/missing-base.ts";

/** What grading takes here, or that there is nothing to measure. */
export async function estimateSubmission(
  invocation: Invocation,
  submission: Submission,
  repository: string,
): Promise<CommandResult> {
  const { measurable, standing, findings } = await readSubmission(invocation, submission, repository, new StepTimer());
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (measurable === null) {
    const why =
      errors > 0
        ? `${errors} ${errors === 1 ? "thing has" : "things have"} to be mended first: loco grade names ${errors === 1 ? "it" : "them"}.`
        : standing === null
          ? "No adapter is touched."
          : "Nothing that is measured has changed, so the results stand.";
    return { data: { measured: false, errors }, text: `Seconds: ${why}`, ok: errors === 0 };
  }
  const manifest = resolveBase(measurable.theirs, undefined, measurable.semester);
  const training = measurable.semester.manifest.grade.weights === "retrain";
  const missing = await missingBase(invocation, manifest, { training });
  if (missing !== undefined) return missing;
  const cost = await estimateGrade(invocation, measurable, repository);
  const parts = [cost.training, cost.evaluation, cost.comparison].filter((part) => part !== undefined);
  return {
    data: { measured: true, ...cost } as unknown as JsonValue,
    text: [
      ...(cost.training === undefined ? [] : [`train    ${costWords(cost.training)}.`]),
      `measure  ${costWords(cost.evaluation)}.`,
      `compare  ${costWords(cost.comparison)}, if all of the panel is answered by somebody else.`,
      `At most ${costWords(costOfAll(parts))}; less where answers are cached.`,
    ].join("\n"),
  };
}

import { LocoError, type AdapterManifest, type Item } from "@locollm/core";
import { namedCondition, standardConditions, unknownCondition } from "./named-condition.ts";
import { answersByLikelihood, writesBeforeAnswer } from "./writes-before-answer.ts";

export interface ConditionNames {
  readonly names: readonly string[];
  /** What `all` stands for, but cannot be asked here, each with the reason. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * The names of a list, separated by commas, each once. `all` stands for the standard six, less those that need more training rows than there are,
 * and, where the answer is the likeliest label, those under which the model writes before it answers.
 *
 * @throws LocoError `condition-unknown`, `too-few-examples`; `likelihood-needs-one-answer` where the list itself names such a condition
 */
export function conditionNames(
  list: string,
  { manifest, trainingRows }: { readonly manifest: AdapterManifest; readonly trainingRows: readonly Item[] },
): ConditionNames {
  const given = list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (given.length === 0) throw unknownCondition(list);
  const byLikelihood = answersByLikelihood(manifest);
  const needsText = (name: string) =>
    byLikelihood && writesBeforeAnswer(namedCondition(name, { manifest, subject: "base", trainingRows }).scaffold);
  const refused = given.filter((name) => name !== "all" && needsText(name));
  if (refused.length > 0) throw needsOneAnswer(refused);
  const reasons = new Map(
    !given.includes("all")
      ? []
      : standardConditions.flatMap((name) => {
          const examples = Number(/^few-shot:(\d+)$/.exec(name)?.[1] ?? 0);
          if (examples > trainingRows.length) return [[name, `there are only ${trainingRows.length} training rows`]];
          return needsText(name) ? [[name, "the answer is the likeliest label, before which nothing is written"]] : [];
        }),
  );
  const names = given.flatMap((name) =>
    name === "all" ? standardConditions.filter((one) => !reasons.has(one)) : [name],
  );
  return {
    names: [...new Set(names)],
    leftOut: [...reasons].map(([name, reason]) => ({ name, reason })),
  };
}

function needsOneAnswer(names: readonly string[]): LocoError {
  return new LocoError({
    code: "likelihood-needs-one-answer",
    message: `Under ${names.join(", ")} the model writes before it answers, so the likelihood of a label says nothing.`,
    fix: "Take plain, few-shot:k, re-read or all, or remove score.by from adapter.yaml.",
    fields: { conditions: names },
    kind: "usage",
  });
}

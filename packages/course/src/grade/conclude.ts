import {
  hasErrors,
  visibleText,
  type Conclusion,
  type Finding,
  type GradeRecord,
  type ResultsSummary,
} from "@locollm/core";
import { points } from "@locollm/eval";

export interface Concluded {
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly route: boolean | null;
  readonly next: string[];
}

interface Measured {
  readonly adapter: string;
  readonly results: ResultsSummary;
  readonly constant: GradeRecord["constant"];
  readonly challenged: GradeRecord["challenged"];
  readonly harm: GradeRecord["harm"];
}

/** What to say of a submission that could not be measured. */
export function concludeUnmeasured(adapter: string | null, findings: readonly Finding[]): Concluded {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (errors > 0) {
    return {
      conclusion: "failure",
      title: `${adapter ?? "This change"}: ${errors === 1 ? "one thing has" : `${errors} things have`} to be mended before it can be measured`,
      route: null,
      next: ["Mend what is named above, commit, and push to the same branch: this comment is then written anew."],
    };
  }
  return {
    conclusion: "neutral",
    title: "No adapter is touched, so there is nothing to measure",
    route: null,
    next: [
      "If an adapter was meant: what is not committed is not sent. Commit its folder, or name it: loco grade <folder>.",
    ],
  };
}

/** What to say where a submission changes nothing that its accepted version's results depend on. */
export function concludeStanding(adapter: string): Concluded {
  return {
    conclusion: "success",
    title: `${adapter}: nothing that is measured has changed, so its results stand`,
    route: null,
    next: ["Nothing has to be mended; a maintainer can merge it."],
  };
}

/**
 * What the measurements mean. No outcome makes it a failure, because an honest negative result is a result; where others would be worse
 * off, the conclusion is neutral and somebody has to decide.
 */
export function concludeMeasured(
  { adapter, results, constant, challenged, harm }: Measured,
  findings: readonly Finding[],
): Concluded {
  if (hasErrors(findings)) return concludeUnmeasured(adapter, findings);
  const { againstBest } = results;
  const lost = challenged.filter(({ verdict }) => verdict.outcome === "worse");
  const won = challenged.some(({ verdict }) => verdict.outcome === "better");
  const harmful = harm?.verdict.outcome === "worse";
  const harmless = harm === null ? null : harm.verdict.nonInferiority?.shown === true;
  const better = againstBest.outcome === "better";
  const learnt = constant === null || constant.verdict.outcome === "better";
  const gains = better && learnt && lost.length === 0 && (challenged.length === 0 || won) && !harmful;
  const route = gains && harmless;
  const rival = challenged[0]?.adapter;
  const delta = `${points(againstBest.delta)} points`;
  const headline = {
    better: `better than the base with its best prompt (${delta})`,
    worse: `worse than the base with its best prompt (${delta})`,
    "no-difference-shown": "no difference to the base with its best prompt is shown",
    "too-few-items": "too few items for a verdict",
    "not-decided": "not decided, because the machinery failed on too many items",
  }[againstBest.outcome];
  const besides = [
    ...(learnt ? [] : [`no better than always answering “${visibleText(constant.answer)}” is shown`]),
    ...(harmful ? ["it does harm to the routed system"] : []),
    ...(lost.length > 0 ? [`${rival} is better at these questions`] : []),
    ...(better && challenged.length > 0 && !won && lost.length === 0 ? [`no better than ${rival} is shown`] : []),
  ];
  return {
    conclusion: harmful || lost.length > 0 ? "neutral" : "success",
    title: `${adapter}: ${[headline, ...besides].join("; ")}`,
    route,
    next: nextSteps(),
  };

  function nextSteps(): string[] {
    if (route)
      return ["Nothing has to be mended. The class gains if questions are routed to it; a maintainer can merge it."];
    const steps: string[] = [];
    if (againstBest.outcome === "worse" || againstBest.outcome === "no-difference-shown") {
      steps.push(
        "This is a result, and it is not marked down for its sign. If you go on: read the questions that only the base got right, write training rows of those kinds, and train again.",
      );
    }
    if (better && !learnt) {
      steps.push(
        "It knows the form of the answers, which the base does not always keep to, but nothing shows that it tells the questions apart: look for rows whose answer does not follow from their text.",
      );
    }
    if (againstBest.outcome === "too-few-items")
      steps.push("Write more evaluation rows; loco check says how many would show what.");
    if (againstBest.outcome === "not-decided")
      steps.push("Start it again: only the items without an answer are computed.");
    if (harmful)
      steps.push(
        "It takes questions that others answer better. Make its training questions more unlike theirs, and add the questions that are not its own to the class's out-of-scope.jsonl (ask a maintainer).",
      );
    else if (harmless === null && gains)
      steps.push(
        "What the others lose was not measured, because the semester names no panel (loco semester panel); a maintainer decides whether it is routed.",
      );
    else if (harmless === false)
      steps.push("That the others lose nothing is not shown; a maintainer decides whether it is routed.");
    if (lost.length > 0)
      steps.push(`Compare your rows with those of ${rival}; loco new --from ${rival} starts from them.`);
    else if (better && challenged.length > 0 && !won)
      steps.push(`Both can stay as results; the questions go on to ${rival}, until one is shown to be better.`);
    return steps;
  }
}

import type { GradeRecord, ResultsSummary, Verdict } from "@locollm/core";
import { adjustVerdicts, explainVerdict, points, verdictSentences, type Report } from "@locollm/eval";
import type { Challenge } from "./challenge.ts";
import { saidOfConstant, type ConstantAnswer } from "./constant-answer.ts";
import type { Incumbent } from "./find-incumbent.ts";
import type { Harm } from "./measure-harm.ts";

export interface JudgedTogether {
  readonly results: ResultsSummary;
  readonly report: Report;
  readonly constant: GradeRecord["constant"];
  readonly challenged: GradeRecord["challenged"];
  readonly harm: GradeRecord["harm"];
}

export interface Judging {
  readonly results: ResultsSummary;
  readonly report: Report;
  readonly constant: ConstantAnswer | null;
  readonly contest: readonly Challenge[];
  readonly incumbent: Incumbent | null;
  readonly harm: Harm | null;
}

/**
 * All verdicts of one submission, adjusted together (Holm), so that more comparisons give no more chances of a false one. Where the base
 * plainly asked is beside its best prompt, that verdict decides nothing and is left as it is.
 */
export function judgeTogether({ results, report, constant, contest, incumbent, harm }: Judging): JudgedTogether {
  const sides = [...contest, ...(constant === null ? [] : [constant]), ...(harm === null ? [] : [harm])];
  const [againstBest, ...others] = adjustVerdicts(
    [results.againstBest, ...sides.map(({ verdict }) => verdict)],
    "holm",
  );
  const judged = { ...results, againstBest: againstBest! };
  const { againstBest: sentence } = verdictSentences(judged);
  const [first, ...rest] = report.verdicts;
  return {
    results: judged,
    report: { ...report, verdicts: [{ ...first, verdict: againstBest!, sentence }, ...rest] },
    constant: constant === null ? null : saidOfConstant(constant, others[contest.length]!),
    challenged: contest.map((one, at) => comparison(one, others[at]!, incumbent!)),
    harm: harm === null ? null : { ...harm, verdict: others.at(-1)!, sentence: harmSentence(harm, others.at(-1)!) },
  };
}

function comparison(
  { items, submission, other }: Challenge,
  verdict: Verdict,
  { adapter }: Incumbent,
): GradeRecord["challenged"][number] {
  const sentence = explainVerdict(verdict, {
    after: { name: "the submission", counts: submission.run.counts },
    before: { name: adapter.id, counts: other.run.counts },
  });
  const right = { submission: submission.run.counts.right, other: other.run.counts.right };
  return { adapter: adapter.id, items, right, verdict, sentence };
}

function harmSentence({ items, rerouted }: Harm, verdict: Verdict): string {
  const { won, lost, delta, interval, nonInferiority, errors } = verdict;
  if (rerouted === 0)
    return `None of the panel's ${items} questions is answered by anybody else than before, so the others lose nothing.`;
  const asked = `With it, ${rerouted} of the panel's ${items} questions are answered by somebody else or by other weights: ${won} are right now that were not, ${lost} no longer`;
  const figures = `${points(delta)} points, ${Math.round(verdict.level * 100)} % interval ${points(interval[0])} to ${points(interval[1])}`;
  const said = {
    better: "That is better.",
    worse: "That is harm.",
    "no-difference-shown": "No difference is shown.",
    "too-few-items": "The panel is too small for a verdict.",
    "not-decided": "The machinery failed on too many of them to decide.",
  }[verdict.outcome];
  const most = nonInferiority === undefined ? "" : ` ${Number((100 * nonInferiority.margin).toFixed(1))} points`;
  const within =
    nonInferiority === undefined
      ? ""
      : nonInferiority.shown
        ? ` A loss of${most} or more is ruled out.`
        : ` A loss of${most} is not ruled out.`;
  const missing = errors === 0 ? "" : ` ${errors} could not be answered and count for neither.`;
  return `${asked} (${figures}). ${said}${within}${missing}`;
}

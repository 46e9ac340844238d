import { visibleText, type JudgeReport } from "@locollm/core";
import { percent, percentRange, points, pValueText } from "../report/figures.ts";
import { leastLabels } from "./label-agreement.ts";

/** A judge's report without the single pairs. */
export type JudgeFigures = Omit<JudgeReport, "pairs">;

export interface JudgedNames {
  readonly before: string;
  readonly after: string;
}

/** What stands under every judge's result. */
const judgeIsNoGrade =
  "A judge may be wrong, and never decides a grade alone: no verdict, result or model card is made of this.";

/** Who judged, and how it was asked: `gpt, shown the right answer, with reasons`. */
export function judgeName({ judge: { base, reference, by, reasons } }: JudgeFigures): string {
  const how = by === "likelihood" ? ", by the likeliest of its replies" : reasons ? ", with reasons" : "";
  return `${visibleText(base).replaceAll(/\s+/g, " ")}${reference ? ", shown the right answer" : ""}${how}`;
}

/** What a judge found, in sentences: preference, consistency, order, agreement with people, and what it is not. */
export function judgeWords(report: JudgeFigures, names: JudgedNames): string[] {
  return [
    preferenceWords(report, names),
    countWords(report, names),
    ...consistencyWords(report),
    ...lostWords(report),
    ...(report.judge.isSide
      ? ["The judge is a model that wrote answers here itself; models tend to prefer their own."]
      : []),
    agreementWords(report),
    judgeIsNoGrade,
  ];
}

function preferenceWords({ preference, delta, interval, pValue, level, counts }: JudgeFigures, names: JudgedNames) {
  const figures = `${points(delta)} points (${percent(level)} interval ${points(interval[0])} to ${points(interval[1])}, ${pValueText({ pValue })})`;
  switch (preference) {
    case "after":
    case "before":
      return `The judge prefers “${names[preference]}”: ${figures}.`;
    case "none-shown":
      return `The judge shows no preference: ${figures}.`;
    case "too-few-items":
      return `Too few items to show a preference: ${figures}.`;
    case "not-decided":
      return `Nothing follows: ${counts.unreadable + counts.errors} of ${counts.items} items have no judgement, and those could decide.`;
  }
}

function countWords({ counts }: JudgeFigures, { after, before }: JudgedNames): string {
  const others = [
    [counts.ties, "ties"],
    [counts.same, "with the same answer, not asked"],
    [counts.orderDependent, "that went with the order"],
  ] as const;
  const rest = others.flatMap(([number, what]) => (number > 0 ? [`, ${number} ${what}`] : [])).join("");
  return `Of ${counts.items} items: “${after}” preferred in both orders on ${counts.won}, “${before}” on ${counts.lost}${rest}.`;
}

function consistencyWords({ consistency: { same, asked, interval }, position }: JudgeFigures): string[] {
  if (asked === 0) return ["The judge was read in both orders on no item."];
  const steady = `It said the same in both orders on ${same} of ${asked} items (${percent(same / asked)}, ${percentRange(interval)}).`;
  const { first, second, pValue } = position;
  if (first + second === 0) return [steady];
  const place = `On ${first} items it took the answer shown first whichever it was, on ${second} the one shown second`;
  const biased = pValue < 0.05 ? `it follows the place (${pValueText({ pValue })})` : "no lean to a place is shown";
  return [steady, `${place}: ${biased}.`];
}

function lostWords({ counts, judge }: JudgeFigures): string[] {
  const { unreadable, errors, cut } = counts;
  const fix = judge.reasons ? "" : " A model that has to think first needs --reasons.";
  return [
    ...(unreadable > 0
      ? [`A reply held no judgement on ${unreadable} of ${counts.items} items: they count for neither side.${fix}`]
      : []),
    ...(errors > 0 ? [`The machinery failed on ${errors} of ${counts.items} items: they count for neither side.`] : []),
    ...(cut > 0 ? [`An answer was too long and was shown in part on ${cut} of ${counts.items} items.`] : []),
  ];
}

function agreementWords({ agreement, level }: JudgeFigures): string {
  if (agreement === null)
    return "Nobody has checked this judge: no labels by people were given, so its preference says nothing yet. Write a sheet for them: loco judge <after> --label-sheet <file>";
  const { compared, agreed, share, interval, kappa, kappaInterval, commonest, unused, labels } = agreement;
  const left = [
    ...(unused > 0 ? [`${unused} rows are of other items or answers, or not labelled`] : []),
    ...(labels > compared ? [`on ${labels - compared} the judge could not be read`] : []),
  ].join("; ");
  const beside = left === "" ? "" : ` (${left})`;
  if (share === null) return `Nobody has checked this judge: no label fits what it judged${beside}.`;
  const chance =
    kappa === null
      ? "both always say the same, so Cohen's kappa cannot be told"
      : `Cohen's kappa ${signed(kappa)} (${percent(level)} interval ${kappaInterval.map(signed).join(" to ")})`;
  const figures = `It agrees with people on ${agreed} of ${compared} labels (${percent(share)}, ${percentRange(interval)}); ${chance}; always saying what people say most often would agree on ${commonest}${beside}.`;
  return `${figures} ${worthWords(agreement)}`;
}

function signed(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

function worthWords({ compared, shown, kappa, agreed, commonest }: NonNullable<JudgeReport["agreement"]>): string {
  if (compared < leastLabels) return `Fewer than ${leastLabels} labels say too little about a judge.`;
  if (!shown) return "That is not shown to be better than chance: do not go by this judge.";
  if (agreed <= commonest) return "That is no more than one fixed reply would have: do not go by this judge.";
  if (kappa! < 0.4) return "That is better than chance, but weak: look at the answers yourself.";
  return "That is better than chance, on items like these.";
}

/** A reply as one line of a list, with what is not text made visible. */
export function replyLine(text: string, most = 60): string {
  const line = visibleText(text).replaceAll(/\s+/g, " ").trim();
  return line === "" ? "(nothing)" : line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

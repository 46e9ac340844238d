import type { Confidence } from "@locollm/core";
import { percent } from "../report/figures.ts";
import type { AnswerConfidence } from "./answer-confidence.ts";
import { leastOfEach } from "./measure-confidence.ts";

/** `Of 100 answers like this, about 72 were right (64–79; 200 test questions, which yours may be unlike).` */
export function answerConfidenceWords({ share, interval, questions }: AnswerConfidence): string {
  const ofHundred = (part: number) => Math.min(99, Math.max(1, Math.round(100 * part)));
  return `Of 100 answers like this, about ${ofHundred(share)} were right (${ofHundred(interval[0])}–${ofHundred(interval[1])}; ${questions} test questions, which yours may be unlike).`;
}

/** Whether the token probabilities tell right from wrong, and how well, in plain words. */
export function confidenceSentences(confidence: Confidence, whose = "The adapter's"): string[] {
  const { worth, questions, right, auroc, aurocInterval } = confidence;
  const token = `${whose} token probabilities`;
  if (worth === "too-few") {
    return [
      `Confidence: none. Of ${questions} answers ${right} ${right === 1 ? "is" : "are"} right and ${questions - right} wrong; to learn from token probabilities which are, it takes at least ${leastOfEach} of each.`,
    ];
  }
  const area = `AUROC ${auroc!.toFixed(2)}, 95 % interval ${aurocInterval!.map((end) => end.toFixed(2)).join(" to ")}`;
  if (worth === "not-shown")
    return [`Confidence: worthless. ${token} do not tell right answers from wrong ones (${area}).`];
  const { brier, calibrationError, calibrationErrorByChance, bins, folds } = confidence;
  const constant = (right / questions) * (1 - right / questions);
  return [
    `Confidence: ${token.charAt(0).toLowerCase()}${token.slice(1)} tell right answers from wrong ones (${area}).`,
    `Out of fold (${folds} folds), the predicted share is off by ${percent(calibrationError)} on average over ${bins.length} bins of ${bins[0]!.items} or so; ${percent(calibrationErrorByChance)} would be chance alone. Brier score ${brier.toFixed(3)}; ${constant.toFixed(3)} if every answer were given the same share.`,
    ...belowSentence(confidence),
  ];
}

/** The same of the base beside an adapter. */
export function otherConfidence(confidence: Confidence): string {
  const said = confidenceSentences(confidence, "Its").join(" ");
  return said.replace(/^Confidence/, "Confidence of the base with its best prompt");
}

function belowSentence({ below, questions }: Confidence): string[] {
  if (below === undefined) return [];
  const { threshold, items, right, baseRight, next } = below;
  const then = next === "base" ? "lets the base answer" : "asks back";
  const under = `under ${Math.round(100 * threshold)} in 100`;
  if (items === 0) return [`Where that share is ${under}, loco ask ${then}; no test answer is there.`];
  return [
    `Where that share is ${under} (${items} of ${questions} test questions), loco ask ${then}: there the adapter is right on ${right}, the base with its best prompt on ${baseRight}.`,
  ];
}

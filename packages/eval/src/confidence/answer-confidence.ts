import type { Confidence, TokenLogProbability } from "@locollm/core";
import { calibratedInterval, calibratedShare } from "./fit-calibration.ts";
import { sureness } from "./sureness.ts";

/** How often answers like one were right in tests. This is about the answer; the router's probability is about the question. */
export interface AnswerConfidence {
  /** 0 to 1. */
  readonly share: number;
  /** 95 %. */
  readonly interval: readonly [number, number];
  /** Test questions that this was measured on. */
  readonly questions: number;
  /** Not sure enough to be given as an answer. */
  readonly belowThreshold: boolean;
}

/** The confidence of one answer; null where it was measured to tell nothing, or the answer has no token probabilities. */
export function answerConfidence(
  confidence: Confidence | undefined,
  tokens: readonly TokenLogProbability[],
): AnswerConfidence | null {
  const sure = sureness(tokens.map(({ logProbability }) => logProbability));
  if (confidence?.worth !== "usable" || sure === null) return null;
  const share = calibratedShare(confidence.calibration, sure);
  return {
    share,
    interval: calibratedInterval(confidence.calibration, sure),
    questions: confidence.questions,
    belowThreshold: confidence.below !== undefined && share < confidence.below.threshold,
  };
}

import { expect, test } from "vitest";
import { trainingWords } from "../training-words.ts";
import { trainingSection } from "./training-figure.ts";

const curve = {
  steps: 60,
  losses: [2.5, 0.5, 0.25],
  checks: [
    { step: 20, loss: 0.75, right: 0.4 },
    { step: 40, loss: 0.3, right: 0.8 },
    { step: 60, loss: 0.35, right: 0.78 },
  ],
};

test("a training is drawn and told: which weights are kept, and why", () => {
  const html = trainingSection(curve);
  expect(html).toContain('<path class="loss" d="M26.7 0L80 64L133.3 72"/>');
  expect(html.match(/<circle/g)).toHaveLength(3);
  expect(trainingWords(curve)).toBe(
    "In 60 steps the loss went from 2.50 to 0.25 nats an answer token. On rows that were held out it was lowest after step 40: 0.300, with 80 % of them right; these weights are kept.",
  );
});

test("nothing is said of what is not known", () => {
  expect(trainingSection(null)).toBe("");
  expect(trainingSection({ ...curve, checks: [] })).not.toContain("held out");
});

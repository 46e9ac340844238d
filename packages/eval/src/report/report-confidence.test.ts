import { resultsSummarySchema } from "@locollm/core";
import { describe, expect, test } from "vitest";
import { items, manifest } from "../../test/city-recordings.ts";
import { adapterRun, baseBest, report, summary } from "../../test/city-report.ts";
import { measureConfidence } from "../confidence/measure-confidence.ts";
import { cardBlock, markdownReport } from "./markdown-report.ts";
import { buildReport } from "./report.ts";
import { terminalReport } from "./terminal-report.ts";

describe("confidence", () => {
  // Surer of the right answers, but for every seventh; the recorded answers are all alike.
  const surer = adapterRun.samples.map((sample, i) => {
    const sure = (sample.score.outcome === "right") !== (i % 7 === 0);
    return { ...sample, logProbabilities: sure ? [-0.01 / (i + 1)] : [-0.5 - i / 100] };
  });
  const fallback = { threshold: 0.5, baseSamples: baseBest.samples, alpha: 0.05 };
  const told = (samples: typeof surer) => {
    const withConfidence = {
      ...summary,
      adapterRun: { ...summary.adapterRun, confidence: measureConfidence({ items, samples, fallback })! },
      baseBest: { ...summary.baseBest, confidence: measureConfidence({ items, samples: baseBest.samples })! },
    };
    const parts = {
      title: manifest.title,
      items,
      notice: report.notice,
      before: baseBest,
      command: "loco eval cities",
    };
    const after = { ...adapterRun, samples };
    return { summary: withConfidence, report: buildReport({ ...parts, summary: withConfidence, after }) };
  };

  test("in the terminal and in Markdown, with its diagram; in the card in words", () => {
    const one = told(surer);
    const text = terminalReport(one.report);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const shown = /\nConfidence: [^]*?(?=\n\nRight with)/.exec(text)![0];
    expect(shown).toMatchInlineSnapshot(`
      "
      Confidence: the adapter's token probabilities tell right answers from wrong ones
      (AUROC 0.90, 95 % interval 0.73 to 0.96). Out of fold (10 folds), the predicted
      share is off by 4 % on average over 6 bins of 10 or so; 7 % would be chance
      alone. Brier score 0.090; 0.139 if every answer were given the same share. Where
      that share is under 50 in 100 (4 of 60 test questions), loco ask asks back:
      there the adapter is right on 2, the base with its best prompt on 2.

      predicted  right   interval  answers  0 %                       100 %
      50 %       50 %    24–76 %   10              --------@--------
      66 %       60 %    31–83 %   10                ---------o-|-----
      94 %       100 %   72–100 %  10                             ------|-o
      96 %       100 %   72–100 %  10                             -------|o
      97 %       100 %   72–100 %  10                             -------|o
      98 %       90 %    60–98 %   10                         ---------o-|

      Each line is a bin of answers, the least sure first: | the predicted share, o
      the share that is right, dashes its 95 % interval, @ both in one place.

      Confidence of the base with its best prompt: none. Of 60 answers 8 are right and
      52 wrong; to learn from token probabilities which are, it takes at least 10 of
      each."
    `);
    const markdown = markdownReport(one.report);
    expect(/## Confidence\n[^]*?(?=## Right)/.exec(markdown)![0]).toContain(
      "predicted  right   interval  answers  0 %",
    );
    expect(cardBlock(one.summary)).toMatch(
      /\nConfidence: the adapter's token probabilities tell .*\.\n\nA small model .* may be wrong\.\n$/,
    );
    expect(resultsSummarySchema.parse(one.summary)).toEqual(one.summary);
  });

  test("worthless is said", () => {
    const one = told([...adapterRun.samples]);
    for (const surface of [markdownReport(one.report), cardBlock(one.summary)])
      expect(surface).toContain(
        "Confidence: worthless. The adapter's token probabilities do not tell right answers from wrong ones (AUROC 0.50, ",
      );
  });
});

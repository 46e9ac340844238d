import { expect, test } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { rightAnswer } from "../../test/city-recordings.ts";
import { conditionsReport } from "./conditions-report.ts";
import { terminalConditions } from "./conditions-table.ts";

test("one table holds every condition with its interval, its cost, its difference to plain and its share of a reference", async () => {
  const half = await evaluateSide((item, i) => (i % 2 === 0 ? rightAnswer(item) : "Atlantis"));
  const most = await evaluateSide(
    (item, i) => (i % 5 > 0 ? rightAnswer(item) : i === 5 ? null : `It is ${rightAnswer(item)}.`),
    { examples: 4 },
  );
  const frontier = await evaluateSide((item, i) => (i % 10 > 0 ? rightAnswer(item) : "Atlantis"));
  const report = conditionsReport(
    [
      { subject: "base", condition: "plain", evaluation: half },
      { subject: "base", condition: "few-shot:4", evaluation: most },
    ],
    { reference: { name: "big-model", samples: frontier.samples } },
  );
  expect(report.rows[1]).toMatchObject({
    counts: { right: 48, formatMisses: 11, errors: 1 },
    againstPlain: {
      outcome: "better",
      before: half.run.id,
      after: most.run.id,
      adjusted: { method: "holm", comparisons: 1 },
    },
  });
  expect(terminalConditions(report)).toMatchInlineSnapshot(`
    "condition   right     95 %     format misses  content right  not answered  tokens/answer  points over plain         share of big-model
    plain       30 of 60  38–62 %  0              0              0             0.0            –                         56 % (41–75 %)
    few-shot:4  48 of 60  70–89 %  11             11             1             0.0            +30.5 (+13.1 to +46.1) *  91 % (83–99 %)

    Ranges are 95 % intervals; points over plain are paired, item by item, and * marks a difference that holds beside the other comparisons of the table (Holm). A format miss counts as not right. Tokens/answer are those written, all answers of a vote and all turns with a tool together."
  `);
});

test("without a reference there is no share; a reference without a right answer gives none", async () => {
  const none = await evaluateSide(() => "Atlantis");
  const one = { subject: "base", condition: "plain", evaluation: none };
  expect(conditionsReport([one]).rows[0]!.shareOfReference).toBeNull();
  const report = conditionsReport([one], { reference: { name: "big", samples: none.samples } });
  expect(report.rows[0]!.shareOfReference).toBeNull();
  expect(terminalConditions(report)).toContain("share of big");
});

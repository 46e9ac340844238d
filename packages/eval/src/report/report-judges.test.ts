import { hashOf, judgeReportSchema, type JsonValue, type PreferenceLabel } from "@locollm/core";
import { expect, test } from "vitest";
import { answeringGenerator } from "../../test/answering-generator.ts";
import { adapterRun, baseBest, summary } from "../../test/city-report.ts";
import { items, manifest } from "../../test/city-recordings.ts";
import { memoryCache } from "../../test/memory-cache.ts";
import { answerPairs, judgeRuns } from "../judge/judge-runs.ts";
import { htmlReport } from "./html/html-report.ts";
import { jsonReport, shortJsonReport } from "./json-report.ts";
import { junitReport } from "./junit-report.ts";
import { markdownReport } from "./markdown-report.ts";
import { buildReport } from "./report.ts";
import { terminalReport } from "./terminal-report.ts";

const pairs = answerPairs(baseBest, adapterRun, items);
/** Says at random, but always the same of the same question, which answer is better. */
const { generator } = answeringGenerator(
  ({ messages }) =>
    `Better: ${["A", "B", "tie"][Number.parseInt(hashOf(messages as unknown as JsonValue).slice(0, 4), 16) % 3]}`,
);
const labels = items
  .slice(0, 30)
  .map(({ id }, i): PreferenceLabel => ({ item: id, preferred: i < 20 ? "after" : "tie" }));
const form = { manifest, reference: false, reasons: false, by: "writing" } as const;
const judged = await judgeRuns({
  ...form,
  before: baseBest,
  after: adapterRun,
  pairs,
  generator,
  cache: memoryCache(),
  labels,
});
const parts = {
  title: manifest.title,
  summary,
  items,
  notice: "A small model wrote this. It may be wrong.",
  after: adapterRun,
  before: baseBest,
  command: "loco eval cities",
};
const hostile = { ...judged, judge: { ...judged.judge, base: "<img> *j* \u001b[2J\n# x" } };
const report = buildReport({ ...parts, judges: [judged, hostile] });

test("agreement, kappa with its interval and consistency are told, and that a judge decides nothing", () => {
  expect(judgeReportSchema.parse(judged)).toEqual(judged);
  expect(report.judges[0]!.words).toMatchInlineSnapshot(`
    [
      "The judge shows no preference: −3.3 points (95 % interval −16.3 to +9.5, p = 0.607).",
      "Of 60 items: “adapter” preferred in both orders on 6, “base, 4 examples” on 8, 7 ties, 5 with the same answer, not asked, 34 that went with the order.",
      "It said the same in both orders on 21 of 55 items (38 %, 27–51 %).",
      "On 9 items it took the answer shown first whichever it was, on 6 the one shown second: no lean to a place is shown.",
      "The judge is a model that wrote answers here itself; models tend to prefer their own.",
      "It agrees with people on 10 of 30 labels (33 %, 19–51 %); Cohen's kappa 0.02 (95 % interval −0.19 to 0.28); always saying what people say most often would agree on 20. That is not shown to be better than chance: do not go by this judge.",
      "A judge may be wrong, and never decides a grade alone: no verdict, result or model card is made of this.",
    ]
  `);
});

test("every format says it; without judges none does", () => {
  const formats = (shown: typeof report) => ({
    terminal: terminalReport(shown, { width: 10_000 }),
    markdown: markdownReport(shown).replaceAll("<!-- -->", "").replaceAll("\\", ""),
    html: htmlReport(shown).replaceAll("&#39;", "'").replaceAll("&quot;", '"'),
    junit: junitReport(shown),
    json: JSON.stringify(jsonReport(shown)),
    shortJson: JSON.stringify(shortJsonReport(shown)),
  });
  for (const [format, text] of Object.entries(formats(report))) {
    for (const part of ["Cohen's kappa", "It said the same in both orders on", "never decides a grade"])
      expect(text, format).toContain(part);
    expect(text, format).not.toContain("\u001b[2J");
    expect(text, format).not.toMatch(/^# x/m);
  }
  const { markdown, html, junit } = formats(report);
  for (const text of [markdown, html, junit]) expect(text).not.toContain("<img>");
  for (const [format, text] of Object.entries(formats(buildReport(parts)))) expect(text, format).not.toMatch(/judge/i);
});

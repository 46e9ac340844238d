import type { Item } from "@locollm/core";
import { buildReport } from "../src/report/report.ts";
import { summarise } from "../src/summary.ts";
import { compareRuns } from "../src/verdict/compare.ts";
import { evaluateSide } from "./city-evaluation.ts";
import { items, manifest, rightAnswer } from "./city-recordings.ts";

/** Three evaluations of the cities, of which some answers are hostile text, with their summary and report. */
const hostile =
  "\u001b[31mred\u001b[0m\n```\n<script>alert(1)</script>\n```\n| x | [link](https://example.org) @someone \u202egnp.exe";
const adapterAnswers = (item: Item, i: number) =>
  i < 50 ? rightAnswer(item) : i < 55 ? "Atlantis" : i === 55 ? "" : `${"very ".repeat(80)}long`;
const baseAnswers = (item: Item, i: number, examples: number) =>
  i % 3 === 0
    ? `The country is ${rightAnswer(item)}.`
    : i === 52
      ? rightAnswer(item)
      : i % 7 === examples
        ? hostile
        : i % 5 === 0
          ? rightAnswer(item)
          : "Atlantis";

export const [adapterRun, basePlain, baseBest] = await Promise.all([
  evaluateSide(adapterAnswers, { side: "adapter" }),
  evaluateSide(baseAnswers),
  evaluateSide(baseAnswers, { examples: 4 }),
]);
export const summary = summarise({
  version: manifest.version,
  adapterRun: adapterRun.run,
  basePlain: basePlain.run,
  baseBest: baseBest.run,
  againstBest: compareRuns(baseBest, adapterRun),
  againstPlain: compareRuns(basePlain, adapterRun),
});
export const report = buildReport({
  title: manifest.title,
  summary,
  items,
  notice: "A small model wrote this (Small Base, 1M parameters, 4 bits). It may be wrong.",
  after: adapterRun,
  before: baseBest,
  command: "loco eval cities",
});

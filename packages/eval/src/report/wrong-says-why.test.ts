import { gunzipSync } from "node:zlib";
import type { Item, Sample } from "@locollm/core";
import { expect, test } from "vitest";
import { adapterRun, basePlain } from "../../test/city-report.ts";
import { createScorer } from "../scorers/create-scorer.ts";
import { goldenCases, goldenFixture } from "../scorers/golden-items.ts";
import { htmlReport } from "./html/html-report.ts";
import type { ViewerData } from "./html/viewer-data.ts";
import { jsonReport } from "./json-report.ts";
import { junitReport } from "./junit-report.ts";
import { markdownReport } from "./markdown-report.ts";
import { buildPairReport } from "./report.ts";
import { terminalReport } from "./terminal-report.ts";

/** What each scorer says of its golden outputs, as the samples of a run; every tenth is cut off, one is of an old run without a reason, one was lost. */
async function goldenSamples(): Promise<{ items: Item[]; samples: Sample[]; scorers: Set<string> }> {
  const items: Item[] = [];
  const samples: Sample[] = [];
  const scorers = new Set<string>();
  for (const { score: options, tools, answer, outputs } of goldenCases) {
    await using scorer = createScorer(options, { tools, fixture: goldenFixture });
    for (const output of outputs) {
      const item: Item = { id: `${options.scorer}-${items.length}`, prompt: "?", answer };
      const score = await scorer(item, output);
      if (score.outcome !== "right") scorers.add(options.scorer);
      items.push(item);
      const finish = items.length % 10 === 0 ? "length" : "stop";
      samples.push({ item: item.id, output, finish, logProbabilities: [], score });
    }
  }
  const { score, ...first } = samples.find(({ score: { outcome } }) => outcome === "wrong")!;
  items.push({ id: "old", prompt: "?", answer: "!" });
  samples.push({ ...first, item: "old", score: { outcome: "wrong", value: score.value } });
  const lost = { outcome: "error", value: 0, reason: "Out of memory. (engine-lost)" } as const;
  items.push({ id: "lost", prompt: "?", answer: "!" });
  samples.push({ item: "lost", output: "", finish: "error", logProbabilities: [], score: lost });
  return { items, samples, scorers };
}

const { items, samples, scorers } = await goldenSamples();
const report = buildPairReport({
  title: "Golden",
  notice: "A small model wrote this. It may be wrong.",
  items,
  command: "loco eval golden",
  examples: Infinity,
  after: { run: adapterRun.run, samples },
  before: { run: basePlain.run, samples },
});
const wrong = report.flips.filter(({ after }) => after.outcome !== "right");

test("every scorer gives a reason for what is not right", () => {
  expect([...scorers].sort()).toEqual(
    ["chrf", "choice", "contains", "exact", "json", "numeric", "python", "regex", "rouge-l", "sql"].sort(),
  );
  expect(wrong.length).toBeGreaterThan(100);
  for (const { after } of wrong) expect(after.reason).toMatch(/^\S.*[.”…)]$/su);
  const reasonOf = (id: string) => report.flips.find(({ item }) => item === id)!.after.reason;
  expect(reasonOf("old")).toBe("The run holds no reason.");
  expect(wrong.filter(({ after }) => after.reason!.includes("was cut off")).length).toBeGreaterThan(5);
});

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");
const unescaped = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
const viewed = (html: string) => {
  const packed = /id="data">(?<data>[^<]*)</.exec(html)!.groups!["data"]!;
  return (JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString()) as ViewerData).flips;
};

test.each([
  ["terminal", oneLine(terminalReport(report, { width: 10_000 }))],
  ["Markdown", oneLine(markdownReport(report))],
  ["JUnit", oneLine(unescaped(junitReport(report)))],
  [
    "HTML",
    oneLine(
      viewed(htmlReport(report))
        .flatMap(({ after }) => after.reason ?? [])
        .join(" "),
    ),
  ],
  [
    "JSON",
    oneLine(
      (jsonReport(report) as { items: { after: { reason?: string } }[] }).items
        .flatMap(({ after }) => after.reason ?? [])
        .join(" "),
    ),
  ],
])("the reasons are all in the %s report", (_, text) => {
  for (const { item, after } of wrong) expect(text, item).toContain(oneLine(after.reason!));
});

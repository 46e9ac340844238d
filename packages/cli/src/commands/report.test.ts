import { readFile } from "node:fs/promises";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { hashOf, type Sample } from "@locollm/core";
import { openRunFolder, readRun } from "@locollm/store";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../test/find-chromium.ts";
import { openBrowser } from "../../test/report-page.ts";
import { smallClass } from "../../test/small-class.ts";

const notice = /A small model wrote this \(SmolLM2 135M Instruct, 135M parameters, 4 bits\)\. It may be wrong\./;
let made: Awaited<ReturnType<typeof smallClass>>;
let runs: { readonly adapter: string; readonly baseBest: string; readonly basePlain: string };
const idOf = (folder: string) => path.basename(folder);
const read = (name: string) => readFile(path.join(made.root, name), "utf8");

beforeAll(async () => {
  made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 60, eval: 24 });
  const { stdout } = await made.loco("eval", "iso-dates", "--json", "--report", "evaluated.html");
  ({ runs } = (JSON.parse(stdout) as { data: { runs: typeof runs } }).data);
}, 300_000);
afterAll(() => made?.[Symbol.asyncDispose]());

test("stored runs give the report of their evaluation again, byte for byte, in every format; each has the notice", async () => {
  for (const ending of ["html", "md", "xml", "json"]) {
    const { exitCode, stdout } = await made.loco("report", idOf(runs.adapter).slice(0, 10), "--report", `r.${ending}`);
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll("\n", " ")).toMatch(notice);
    expect(await read(`r.${ending}`)).toMatch(notice);
  }
  expect(await read("r.html")).toBe(await read("evaluated.html"));
});

test("two runs of the base are reported as what they are", async () => {
  const { stdout } = await made.loco("report", idOf(runs.baseBest), idOf(runs.basePlain), "--json");
  const { data } = JSON.parse(stdout) as { data: { sides: { name: string }[]; notice: string; labels: unknown } };
  expect(data.sides.map(({ name }) => name)).toEqual([expect.stringMatching(/^base, \d examples$/), "base, plain"]);
  expect(data).toMatchObject({
    labels: { after: "after", before: "before" },
    notice: expect.stringMatching(notice) as string,
  });
});

test("--margin says whether a run is less than so many points worse, of stored runs and of an evaluation", async () => {
  const said = async (...args: string[]) => (await made.loco(...args)).stdout.replaceAll(/\s+/g, " ");
  const [adapter, base] = [idOf(runs.adapter), idOf(runs.basePlain)];
  const sentence = /It is non-inferior: less than 10 points worse \(one-sided p < 0\.001\)\./;
  expect(await said("report", adapter, base, "--margin", "10", "--report", "margin.md")).toMatch(sentence);
  expect(await read("margin.md")).toMatch(sentence);
  expect(await said("report", base, adapter, "--margin", "10")).toMatch(
    /That it is less than 10 points worse is not shown \(one-sided p /,
  );
  expect(await said("eval", "iso-dates", "--margin", "10", "--no-write")).toMatch(sentence);
  for (const args of [
    ["report", idOf(runs.adapter), "--margin", "none"],
    ["eval", "iso-dates", "--margin", "3", "--conditions", "all"],
    ["eval", "--base", "smollm2-135m-instruct-q4-1", "--margin", "3"],
  ])
    expect(await made.loco(...args)).toMatchObject({ exitCode: 2 });
});

test("every format says where the rows have changed since, and where there are more", async () => {
  const rows = "semesters/2026-s2/adapters/iso-dates/data/eval.jsonl";
  const before = await read(rows);
  const [first, ...others] = before.trim().split("\n");
  const more = JSON.stringify({ id: "more", prompt: "1 May 2020", answer: "2020-05-01" });
  const said = async (ending: string, lines: readonly string[]) => {
    await made.write(rows, `${lines.join("\n")}\n`);
    const { exitCode, stdout } = await made.loco("report", idOf(runs.adapter), "--report", `changed.${ending}`);
    expect(exitCode).toBe(0);
    return [stdout, await read(`changed.${ending}`)].map((text) => text.replaceAll(/\s+/g, " "));
  };
  try {
    const changed = first!.replace(/"answer": ?"[^"]*"/, '"answer":"2000-01-01"');
    for (const ending of ["html", "md", "xml", "json"]) {
      for (const text of await said(ending, [changed, ...others]))
        expect(text).toMatch(/data\/eval\.jsonl has changed since this was measured\. Answers/);
      for (const text of await said(ending, [first!, ...others, more]))
        expect(text).toMatch(/This was measured on 24 of the 25 rows/);
    }
    expect((await said("md", others))[0]).toContain("measured, and 1 of 24 rows are gone. ");
  } finally {
    await made.write(rows, before);
  }
  expect((await made.loco("report", idOf(runs.adapter))).stdout).not.toContain("This was measured on");
});

test("the runs there are; what is not there; what is no format", async () => {
  const listed = await made.loco("report");
  expect(listed.stdout.split("\n")).toHaveLength(4);
  expect(await made.loco("report", "abcdef123")).toMatchObject({
    exitCode: 2,
    stderr:
      "error: There is no run abcdef123 in this workspace (3 are there).\nSee which there are: loco report\nMore: loco explain run-missing",
  });
  expect(await made.loco("eval", "iso-dates", "--report", "report.pdf")).toMatchObject({
    exitCode: 2,
    stderr:
      "error: report.pdf does not say in which format the report is to be written.\nEnd its name in .html, .md (Markdown), .xml (JUnit) or .json.",
  });
});

test("a wrong item says why, and the command it names asks it again with the same answer", async () => {
  await made.loco("report", idOf(runs.basePlain), idOf(runs.adapter), "--report", "wrong.json");
  const { items } = JSON.parse(await read("wrong.json")) as {
    items: { item: string; reproduce: string; after: { output: string; reason?: string; outcome: string } }[];
  };
  const wrong = items.find(({ after }) => after.outcome !== "right")!;
  expect(wrong.after.reason).toMatch(/\S/);
  const [, ...words] = wrong.reproduce.split(" ");
  const { stdout } = await made.loco(...words);
  const [, base] = stdout.split("base, plain: ");
  expect(base).toContain(`${wrong.after.outcome}, ${wrong.after.reason}`);
  expect(base).toContain(`  answer    ${wrong.after.output.split("\n")[0]}`);
  expect(stdout).toMatch(notice);
  expect(await made.loco("eval", "iso-dates", "--item", "eval-1")).toMatchObject({ exitCode: 2 });
});

test("what was asked under other conditions is asked again under them", { timeout: 300_000 }, async () => {
  const asked = ["eval", "iso-dates", "--conditions", "plain,vote:2,calculator", "--items", "4"];
  const { stdout } = await made.loco(...asked, "--json");
  const { data } = JSON.parse(stdout) as { data: { rows: { run: string }[] } };
  const [plain, vote, loop] = data.rows.map(({ run }) => run);
  for (const [run, name] of [
    [vote!, "vote:2"],
    [loop!, "calculator:3"],
  ] as const) {
    await made.loco("report", run, plain!, "--report", "again.json");
    const { items } = JSON.parse(await read("again.json")) as { items: { item: string; reproduce: string }[] };
    const { item, reproduce } = items[0]!;
    expect(reproduce).toBe(`loco eval iso-dates --conditions ${name},plain --subject base --item ${item}`);
    const again = await made.loco(...reproduce.split(" ").slice(1), "--json");
    const { sides, notice: said } = (JSON.parse(again.stdout) as { data: { sides: Sample[]; notice: string } }).data;
    for (const [at, id] of [run, plain!].entries()) {
      const { samples } = await readRun(made.root, id);
      const { output, parts, score } = samples[0]!;
      expect(sides[at]).toMatchObject({ output, score, ...(parts !== undefined && { parts }) });
    }
    expect(said).toMatch(notice);
  }
  const shown = await made.loco("eval", "iso-dates", "--conditions", "vote:2", "--item", "eval-0001");
  expect(shown.stdout).toMatch(/^base, vote:2: .*\n(.*\n)*  1 of 2 {4}.*\n(.*\n)*  2 of 2 {4}.*\n(.*\n)*  answer /m);
  expect(shown.stdout).toMatch(notice);
  for (const extra of [
    ["--items", "3"],
    ["--report", "r.md"],
  ])
    expect(await made.loco("eval", "iso-dates", "--item", "eval-0001", ...extra)).toMatchObject({ exitCode: 2 });
});

const chromium = findChromium();

describe.skipIf(chromium === undefined)("in a browser", () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    browser = await openBrowser(chromium!);
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  const chosen = (page: Page) => page.locator(".row[aria-selected=true] .item").textContent();
  const status = (page: Page) => page.locator(".status").textContent();

  test.for([
    ["light", 360],
    ["dark", 1280],
  ] as const)("in %s at %i px: nothing sticks out, and axe finds nothing", async ([colorScheme, width]) => {
    const { page, complaints } = await browser.open(await read("evaluated.html"), {
      colorScheme,
      viewport: { width, height: 900 },
    });
    for (const summary of await page.locator("summary").all()) await summary.click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await page.locator(".token").count()).toBeGreaterThan(10);
    expect(await page.locator("header .notice").textContent()).toMatch(notice);
    expect(await page.locator(".detail .notice").textContent()).toMatch(notice);
    expect(complaints).toEqual([]);
  });

  test("keys alone go through the items, filter and search", async () => {
    const { page, complaints } = await browser.open(await read("evaluated.html"));
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    expect(await chosen(page)).toBe("eval-0002");
    await page.locator(".list").focus();
    await page.keyboard.press("ArrowDown");
    expect(await chosen(page)).toBe("eval-0003");
    await page.keyboard.press("End");
    expect(await chosen(page)).toBe("eval-0024");
    const counts = await page.locator(".chip b").allTextContents();
    for (const [i, count] of counts.entries()) {
      await page.keyboard.press(String(i + 1));
      expect(await status(page)).toBe(`${count} of 24 items`);
    }
    await page.keyboard.press("1");
    await page.keyboard.press("/");
    await page.keyboard.type("EVAL-0017");
    expect(await status(page)).toBe("1 of 24 items");
    await page.keyboard.press("Escape");
    expect(await page.locator(".command").textContent()).toBe("loco eval iso-dates --item eval-0017");
    await page.keyboard.press("t");
    expect(await page.locator(".detail.plain").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test("hostile answers are inert and seen", async () => {
    const hostile =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u0000\u001b[2J\u202Egnp.exe\u200b عربي";
    const { run, samples } = await readRun(made.root, idOf(runs.adapter));
    const id = hashOf("hostile");
    await openRunFolder(made.root).write(
      { ...run, id },
      samples.map((sample): Sample => ({
        ...sample,
        output: hostile,
        score: { outcome: "wrong", value: 0, reason: hostile },
      })),
      [],
    );
    await made.loco("report", id, idOf(runs.basePlain), "--report", "hostile.html");
    const { page, complaints } = await browser.open(await read("hostile.html"));
    const seen = "</script><script>alert(1)</script><img src=x onerror=alert(2)>␀␛[2J<U+202E>gnp.exe<U+200B> عربي";
    expect(await page.locator(".said").first().textContent()).toBe(seen);
    expect(await page.locator(".reason").first().textContent()).toBe(seen);
    expect(await page.locator("img").count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

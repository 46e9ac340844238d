import { stripVTControlCharacters } from "node:util";
import { hostileTexts, unseenCharacters, visibleText, type Item } from "@locollm/core";
import { parse, type DefaultTreeAdapterTypes } from "parse5";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { markdownStructure } from "../../test/markdown-structure.ts";
import { htmlReport } from "./html/html-report.ts";
import { junitReport } from "./junit-report.ts";
import { escapeMarkdown, plainMarkdown } from "./markdown-text.ts";
import { markdownReport } from "./markdown-report.ts";
import { buildPairReport, type Report } from "./report.ts";
import { terminalReport } from "./terminal-report.ts";

const harmless = "harmless";
const reports = new Map<string, Report>();
for (const text of [harmless, ...hostileTexts]) reports.set(text, await reportOf(text));
const [plain] = reports.values();

/** A report in which everything that somebody else may write is that text. */
async function reportOf(text: string): Promise<Report> {
  const asked = [0, 1, 2, 3].map((i): Item => ({
    id: `${text} ${i}`,
    prompt: text,
    answer: i % 2 === 0 ? text : "no",
  }));
  const [after, before] = await Promise.all([
    evaluateSide(() => text, { side: "adapter", asked }),
    evaluateSide((_, i) => (i === 3 ? null : `${text} too`), { asked }),
  ]);
  return buildPairReport({ title: text, notice: text, items: asked, command: "loco eval cities", after, before });
}

describe.each(hostileTexts)("%j", (text) => {
  const report = reports.get(text)!;

  test("is text in Markdown", () => {
    const { nodes, html, forgeWords } = markdownStructure(markdownReport(report));
    expect({ html, forgeWords }).toEqual({ html: [], forgeWords: [] });
    expect(nodes).toEqual(markdownStructure(markdownReport(plain!)).nodes);
  });

  test("is text at any place of a line of Markdown", () => {
    for (const around of [
      (one: string) => one,
      (one: string) => `- ${one}`,
      (one: string) => `| a | ${one} |\n|---|---|\n| ${one} | b |`,
    ]) {
      const { nodes, html, forgeWords } = markdownStructure(around(escapeMarkdown(text)));
      expect({ html, forgeWords }).toEqual({ html: [], forgeWords: [] });
      expect(nodes).toEqual(markdownStructure(around(harmless)).nodes);
    }
    expect(markdownStructure(`text ${escapeMarkdown(text)}`).nodes).toEqual({ root: 1, paragraph: 1 });
    expect(plainMarkdown(escapeMarkdown(text))).toBe(visibleText(text).replaceAll(/\s+/g, " ").trim());
  });

  test("is text in HTML", () => {
    expect(elementsOf(htmlReport(report))).toEqual(elementsOf(htmlReport(plain!)));
  });

  test("is text in JUnit XML", () => {
    expect(tagsOf(junitReport(report))).toEqual(tagsOf(junitReport(plain!)));
  });

  test("is text in a terminal", () => {
    const shown = terminalReport(report);
    expect(stripVTControlCharacters(shown)).toBe(shown);
    expect(shown).not.toMatch(unseenCharacters);
    expect(shown.isWellFormed()).toBe(true);
  });
});

/** Every element with the names of its attributes, as a browser makes them. */
function elementsOf(html: string): string[] {
  const found: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ("tagName" in node) found.push(`${node.tagName} ${node.attrs.map(({ name }) => name).join(" ")}`);
    if ("childNodes" in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return found;
}

/** Every tag of well-formed XML with the names of its attributes. */
function tagsOf(xml: string): string[] {
  const found: string[] = [];
  const parser = new SaxesParser({ fragment: false });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => found.push(`${name} ${Object.keys(attributes).join(" ")}`));
  parser.write(xml).close();
  return found;
}

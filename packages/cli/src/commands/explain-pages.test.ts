import { expect, test } from "vitest";
import { adapterManifestSchema, semesterManifestSchema } from "@locollm/core";
import { codePages } from "@locollm/course";
import { parse } from "yaml";
import { codesInSource } from "../../test/codes-in-source.ts";
import { declareProgram } from "../program.ts";

const pages = await codePages();
const { made, unread } = await codesInSource();

/** What of a command line of ours does not exist; null where all of it does. Words in angle brackets stand for somebody's own. */
function wrongIn(line: string): string | null {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g)!.slice(1);
  const program = declareProgram({ perform: () => Promise.resolve() });
  let command: Pick<typeof program, "commands" | "options" | "registeredArguments"> = program;
  let known = [...program.options];
  while (words.length > 0) {
    const found = command.commands.find((one) => one.name() === words[0]);
    if (found === undefined) break;
    command = found;
    known = [...known, ...found.options];
    words.shift();
  }
  if (command === program && words.length > 0 && !words[0]!.startsWith("-")) return `no command ${words[0]}`;
  let given = 0;
  while (words.length > 0) {
    const word = words.shift()!;
    if (word === "--help") continue;
    if (!word.startsWith("-")) {
      given++;
      continue;
    }
    const option = known.find(({ long, short }) => long === word || short === word);
    if (option === undefined) return `no option ${word}`;
    if (option.required && words.shift() === undefined) return `${word} without a value`;
  }
  const { registeredArguments: takes } = command;
  if (given > takes.length && !takes.some(({ variadic }) => variadic)) return "too many arguments";
  return null;
}

/** The command lines of a page: in shell fences and between backticks. */
function commandLines(body: string): string[] {
  const fences = [...body.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, lines]) => lines!.split("\n"));
  const inline = [...body.replaceAll(/^```.*?^```/gms, "").matchAll(/`(loco[^`]*)`/g)].map(([, line]) => line!);
  return [...fences, ...inline].filter((line) => /^loco( |$)/.test(line));
}

test("every code that the sources make has a page, and every page has a code", () => {
  expect(unread).toEqual([]);
  expect(made.size).toBeGreaterThan(200);
  const codes = new Set(pages.map(({ code }) => code));
  expect([...made].filter(([code]) => !codes.has(code))).toEqual([]);
  expect(pages.filter(({ code }) => !made.has(code)).map(({ code }) => code)).toEqual([]);
  expect(pages).toHaveLength(codes.size);
});

test("the reader of sources finds a code however it is made", () => {
  const ways = {
    "row-not-json": "a property",
    "base-unavailable": "one side of a condition",
    "unknown-semester": "a template over a parameter's type",
    "csv-row": "an argument of a local function",
    "gguf-bad-offset": "a member of an error type",
    "remote-garbage": "an argument of a constructor",
    "answer-form": "a property beside what is spread",
    "sealed-eval-near": "a value of a table",
    diverged: "an error of the Python trainer",
  };
  expect(Object.keys(ways).filter((code) => !made.has(code))).toEqual([]);
});

test("what stands under See also has a page", () => {
  const codes = new Set(pages.map(({ code }) => code));
  const lost = pages.flatMap(({ code, seeAlso }) =>
    seeAlso.filter((other) => other === code || !codes.has(other)).map((other) => `${code}: ${other}`),
  );
  expect(lost).toEqual([]);
  expect(pages.filter(({ seeAlso }) => seeAlso.length === 0).map(({ code }) => code)).toEqual([]);
});

test("commands in pages exist, with their options", () => {
  const all = pages.flatMap(({ code, body }) => commandLines(body).map((line) => ({ code, line })));
  expect(all.length).toBeGreaterThan(100);
  const wrong = all.flatMap(({ code, line }) => {
    const problem = wrongIn(line);
    return problem === null ? [] : [`${code}: ${line}: ${problem}`];
  });
  expect(wrong).toEqual([]);
});

test("a command that is none is found", () => {
  expect(wrongIn("loco chek")).toBe("no command chek");
  expect(wrongIn("loco base fech")).toBe("too many arguments");
  expect(wrongIn("loco check --fast")).toBe("no option --fast");
  expect(wrongIn("loco eval a --item")).toBe("--item without a value");
});

test("YAML in pages is what a manifest or a semester takes", () => {
  const schemas = [adapterManifestSchema.partial(), semesterManifestSchema.partial()];
  const blocks = pages.flatMap(({ code, body }) =>
    [...body.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text]) => ({ code, text: text! })),
  );
  expect(blocks.length).toBeGreaterThan(20);
  const fits = ({ text }: { text: string }) => schemas.some((schema) => schema.safeParse(parse(text)).success);
  expect(blocks.filter((block) => !fits(block))).toEqual([]);
});

test("each page is short, says what, why and how, and says it in words of its own", () => {
  const headings = "## What it means,## Why it matters,## How to mend it";
  const odd = pages.filter(({ title, body }) => {
    const lines = body.split("\n");
    const isLong = lines.length > 25 || lines.some((line) => line.length > 120);
    return isLong || !/^[A-Z].*\.$/.test(title) || lines.filter((line) => line.startsWith("#")).join() !== headings;
  });
  expect(odd.map(({ code }) => code)).toEqual([]);
  const paragraphs = pages.flatMap(({ title, body }) => [
    title,
    ...body.split(/\n\n/).filter((text) => /^## (What|Why)/.test(text)),
  ]);
  expect(paragraphs.filter((text, at) => paragraphs.indexOf(text) !== at)).toEqual([]);
});

import { stripVTControlCharacters } from "node:util";
import { fc, test } from "@fast-check/vitest";
import { resultsSummarySchema } from "@locollm/core";
import { describe, expect } from "vitest";
import { adapterRun, basePlain, baseBest, report, summary } from "../../test/city-report.ts";
import { summarise } from "../summary.ts";
import { compareRuns } from "../verdict/compare.ts";
import { escapeMarkdown, fenced } from "./markdown-text.ts";
import { cardBlock, markdownReport } from "./markdown-report.ts";
import { terminalReport } from "./terminal-report.ts";

test("the summary follows its schema and refuses runs that do not belong", () => {
  expect(resultsSummarySchema.parse(summary)).toEqual(summary);
  const againstPlain = compareRuns(basePlain, adapterRun);
  const parts = { version: "1.0.0", adapterRun: adapterRun.run, basePlain: basePlain.run, baseBest: baseBest.run };
  expect(() => summarise({ ...parts, againstBest: againstPlain, againstPlain })).toThrow("not about the run");
});

test("in the terminal, at 80 columns", () => {
  const text = terminalReport(report);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(stripVTControlCharacters(text)).toBe(text);
  expect(text).toMatchInlineSnapshot(`
    "Cities & their <countries> (2026-s2/cities 1.2.0 on small-base)

    Right on 50 of 60 test questions.

    right          adapter               base, 4 examples      base, plain
    easy           17 of 20, 64–95 %     0 of 20, 0–16 %       0 of 20, 0–16 %
    medium         17 of 20, 64–95 %     4 of 20, 8–42 %       5 of 20, 11–47 %
    hard           16 of 20, 58–92 %     4 of 20, 8–42 %       3 of 20, 5–36 %
    all            50 of 60, 72–91 %     8 of 60, 7–24 %       8 of 60, 7–24 %
    format misses  1                     20                    20
    content right  0                     20                    20

    Ranges are 95 % intervals. A format miss is an answer without the asked-for
    form; it counts as not right. Content right: format misses that hold the right
    answer amid other text.

    better: the adapter is right on 50 of 60, the base with its best prompt (4
    examples) on 8 of 60 (+70.0 points, 95 % interval +52.5 to +81.3; p < 0.001).

    better: the adapter is right on 50 of 60, the base, plainly asked, on 8 of 60
    (+70.0 points, 95 % interval +52.5 to +81.3; p < 0.001).

    Right with the adapter only: 45, of which 3

      eval-1, easy
      question  Which country is city eval-1?
      expected  Chile
      adapter   Chile
      base      The country is Chile.
                format miss: The answer “Chile” stands amid other text.
      again     loco eval cities --item eval-1

      eval-2, medium
      question  Tell me the country of city eval-2?
      expected  Kenya
      adapter   Kenya
      base      Atlantis
                wrong: Got “Atlantis”, expected “Kenya”.
      again     loco eval cities --item eval-2

      eval-3, hard
      question  Where on earth is city eval-3?
      expected  Nepal
      adapter   Nepal
      base      Atlantis
                wrong: Got “Atlantis”, expected “Nepal”.
      again     loco eval cities --item eval-3

    Right with the base only: 3

      eval-53, medium
      question  Tell me the country of city eval-53?
      expected  Qatar
      adapter   Atlantis
                wrong: Got “Atlantis”, expected “Qatar”.
      base      Qatar
      again     loco eval cities --item eval-53

      eval-51, hard
      question  Where on earth is city eval-51?
      expected  Nepal
      adapter   Atlantis
                wrong: Got “Atlantis”, expected “Nepal”.
      base      Nepal
      again     loco eval cities --item eval-51

      eval-56, medium
      question  Tell me the country of city eval-56?
      expected  Kenya
      adapter   (nothing)
                format miss: The output is empty.
      base      Kenya
      again     loco eval cities --item eval-56

    Right with neither: 7, of which 3

      eval-52, easy
      question  Which country is city eval-52?
      expected  Peru
      adapter   Atlantis
                wrong: Got “Atlantis”, expected “Peru”.
      base      The country is Peru.
                format miss: The answer “Peru” stands amid other text.
      again     loco eval cities --item eval-52

      eval-59, medium
      question  Tell me the country of city eval-59?
      expected  Qatar
      adapter   very very very very very very very very very very very very very
                very very very very very very very very very very very very very
                very very very very very very very very very very very very very
                … 4 more lines
                wrong: Got “very very very very very very very very very very very
                very…”, expected “Qatar”.
      base      Atlantis
                wrong: Got “Atlantis”, expected “Qatar”.
      again     loco eval cities --item eval-59

      eval-54, hard
      question  Where on earth is city eval-54?
      expected  Spain
      adapter   Atlantis
                wrong: Got “Atlantis”, expected “Spain”.
      base      ␛[31mred␛[0m
                \`\`\`
                <script>alert(1)</script>
                … 2 more lines
                wrong: Got “␛[31mred␛[0m \`\`\` <script>alert(1)</script> \`\`\` | x |
                [link]…”, expected “Spain”.
      again     loco eval cities --item eval-54

    A small model wrote this (Small Base, 1M parameters, 4 bits). It may be wrong.
    "
  `);
});

test("in colour it says the same", () => {
  const text = terminalReport(report, { colour: true });
  expect(text).not.toBe(terminalReport(report));
  expect(stripVTControlCharacters(text)).toBe(terminalReport(report));
});

test("in Markdown", () => {
  expect(markdownReport(report)).toMatchInlineSnapshot(`
    "# Cities &amp; their &lt;countries\\>

    2026-s2/cities 1.2.0 on small-base

    Right on **50 of 60 test questions**.

    | right | adapter | base, 4 examples | base, plain |
    | --- | --- | --- | --- |
    | easy | 17 of 20, 64–95 % | 0 of 20, 0–16 % | 0 of 20, 0–16 % |
    | medium | 17 of 20, 64–95 % | 4 of 20, 8–42 % | 5 of 20, 11–47 % |
    | hard | 16 of 20, 58–92 % | 4 of 20, 8–42 % | 3 of 20, 5–36 % |
    | all | 50 of 60, 72–91 % | 8 of 60, 7–24 % | 8 of 60, 7–24 % |
    | format misses | 1 | 20 | 20 |
    | content right | 0 | 20 | 20 |

    Ranges are 95 % intervals. A format miss is an answer without the asked-for form; it counts as not right. Content right: format misses that hold the right answer amid other text.

    better: the adapter is right on 50 of 60, the base with its best prompt (4 examples) on 8 of 60 (+70.0 points, 95 % interval +52.5 to +81.3; p < 0.001).

    better: the adapter is right on 50 of 60, the base, plainly asked, on 8 of 60 (+70.0 points, 95 % interval +52.5 to +81.3; p < 0.001).

    ## Right with the adapter only: 45, of which 3

    \`\`\`text
    eval-1, easy
    question  Which country is city eval-1?
    expected  Chile
    adapter   Chile
    base      The country is Chile.
              format miss: The answer “Chile” stands amid other text.
    again     loco eval cities --item eval-1
    \`\`\`

    \`\`\`text
    eval-2, medium
    question  Tell me the country of city eval-2?
    expected  Kenya
    adapter   Kenya
    base      Atlantis
              wrong: Got “Atlantis”, expected “Kenya”.
    again     loco eval cities --item eval-2
    \`\`\`

    \`\`\`text
    eval-3, hard
    question  Where on earth is city eval-3?
    expected  Nepal
    adapter   Nepal
    base      Atlantis
              wrong: Got “Atlantis”, expected “Nepal”.
    again     loco eval cities --item eval-3
    \`\`\`

    ## Right with the base only: 3

    \`\`\`text
    eval-53, medium
    question  Tell me the country of city eval-53?
    expected  Qatar
    adapter   Atlantis
              wrong: Got “Atlantis”, expected “Qatar”.
    base      Qatar
    again     loco eval cities --item eval-53
    \`\`\`

    \`\`\`text
    eval-51, hard
    question  Where on earth is city eval-51?
    expected  Nepal
    adapter   Atlantis
              wrong: Got “Atlantis”, expected “Nepal”.
    base      Nepal
    again     loco eval cities --item eval-51
    \`\`\`

    \`\`\`text
    eval-56, medium
    question  Tell me the country of city eval-56?
    expected  Kenya
    adapter   (nothing)
              format miss: The output is empty.
    base      Kenya
    again     loco eval cities --item eval-56
    \`\`\`

    ## Right with neither: 7, of which 3

    \`\`\`text
    eval-52, easy
    question  Which country is city eval-52?
    expected  Peru
    adapter   Atlantis
              wrong: Got “Atlantis”, expected “Peru”.
    base      The country is Peru.
              format miss: The answer “Peru” stands amid other text.
    again     loco eval cities --item eval-52
    \`\`\`

    \`\`\`text
    eval-59, medium
    question  Tell me the country of city eval-59?
    expected  Qatar
    adapter   very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very very long
              wrong: Got “very very very very very very very very very very very very…”, expected “Qatar”.
    base      Atlantis
              wrong: Got “Atlantis”, expected “Qatar”.
    again     loco eval cities --item eval-59
    \`\`\`

    \`\`\`\`text
    eval-54, hard
    question  Where on earth is city eval-54?
    expected  Spain
    adapter   Atlantis
              wrong: Got “Atlantis”, expected “Spain”.
    base      ␛[31mred␛[0m
              \`\`\`
              <script>alert(1)</script>
              \`\`\`
              | x | [link](https://example.org) @someone <U+202E>gnp.exe
              wrong: Got “␛[31mred␛[0m \`\`\` <script>alert(1)</script> \`\`\` | x | [link]…”, expected “Spain”.
    again     loco eval cities --item eval-54
    \`\`\`\`

    A small model wrote this (Small Base, 1M parameters, 4 bits). It may be wrong.
    "
  `);
});

test("in the model card", () => {
  expect(cardBlock(summary)).toMatchInlineSnapshot(`
    "Right on **50 of 60 test questions** (95 % interval 72–91 %), version 1.2.0 on small-base.

    | right | adapter | base, 4 examples | base, plain |
    | --- | --- | --- | --- |
    | easy | 17 of 20, 64–95 % | 0 of 20, 0–16 % | 0 of 20, 0–16 % |
    | medium | 17 of 20, 64–95 % | 4 of 20, 8–42 % | 5 of 20, 11–47 % |
    | hard | 16 of 20, 58–92 % | 4 of 20, 8–42 % | 3 of 20, 5–36 % |
    | all | 50 of 60, 72–91 % | 8 of 60, 7–24 % | 8 of 60, 7–24 % |
    | format misses | 1 | 20 | 20 |
    | content right | 0 | 20 | 20 |

    Ranges are 95 % intervals. A format miss is an answer without the asked-for form; it counts as not right. Content right: format misses that hold the right answer amid other text.

    better: the adapter is right on 50 of 60, the base with its best prompt (4 examples) on 8 of 60 (+70.0 points, 95 % interval +52.5 to +81.3; p < 0.001).

    better: the adapter is right on 50 of 60, the base, plainly asked, on 8 of 60 (+70.0 points, 95 % interval +52.5 to +81.3; p < 0.001).

    A small model (small-base) writes the answers. They may be wrong.
    "
  `);
});

test("where plain is best, the base stands there once", () => {
  const once = { ...summary, baseBest: { ...summary.basePlain, examples: 0 }, againstBest: summary.againstPlain };
  expect(cardBlock(once)).toMatchInlineSnapshot(`
    "Right on **50 of 60 test questions** (95 % interval 72–91 %), version 1.2.0 on small-base.

    | right | adapter | base, plain is best |
    | --- | --- | --- |
    | easy | 17 of 20, 64–95 % | 0 of 20, 0–16 % |
    | medium | 17 of 20, 64–95 % | 5 of 20, 11–47 % |
    | hard | 16 of 20, 58–92 % | 3 of 20, 5–36 % |
    | all | 50 of 60, 72–91 % | 8 of 60, 7–24 % |
    | format misses | 1 | 20 |
    | content right | 0 | 20 |

    Ranges are 95 % intervals. A format miss is an answer without the asked-for form; it counts as not right. Content right: format misses that hold the right answer amid other text.

    better: the adapter is right on 50 of 60, the base with its best prompt (no examples) on 8 of 60 (+70.0 points, 95 % interval +52.5 to +81.3; p < 0.001).

    A small model (small-base) writes the answers. They may be wrong.
    "
  `);
});

describe("text that others wrote", () => {
  const anything = fc.string({ unit: "binary", maxLength: 80 });
  const nasty = fc
    .array(fc.oneof(anything, fc.constantFrom("```", "````text", "<b>", "\u001b[2J", "\u202e", "\n", "@x")))
    .map((parts) => parts.join(""));

  test.prop([nasty])("cannot close its fence", (text) => {
    const [open, ...rest] = fenced(text).split("\n");
    const fence = open!.replace("text", "");
    expect(rest.findIndex((line) => line.trim().startsWith(fence))).toBe(rest.length - 1);
  });

  test.prop([nasty])("is one line without markup in a line of Markdown", (text) => {
    const escaped = escapeMarkdown(text);
    expect(escaped).not.toMatch(/\n|<(?!!-- -->)|(?<!\\)(?:\\\\)*[`*_[\]]/);
  });
});

import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { evaluateSide } from "../../../test/city-evaluation.ts";
import { items, manifest, rightAnswer } from "../../../test/city-recordings.ts";
import { buildPairReport } from "../report.ts";
import { htmlReport } from "./html-report.ts";
import type { ViewerData } from "./viewer-data.ts";

const hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u0000\u001b[2J\u202Egnp.exe <!-- ]]>";
const [after, before] = await Promise.all([
  evaluateSide((item, i) => (i < 40 ? rightAnswer(item) : i === 50 ? null : hostile), { side: "adapter" }),
  evaluateSide((item, i) => (i % 3 === 0 ? rightAnswer(item) : i === 40 ? "Atlantis" : "very ".repeat(100_000))),
]);
const notice = "A small model wrote this (Small Base, 1M parameters, 4 bits). It may be wrong.";
const report = buildPairReport({ title: manifest.title, notice, items, command: "loco eval cities", after, before });
const html = htmlReport(report);

test("asks for nothing, and holds no text that a model wrote as markup", () => {
  expect(html).not.toMatch(/https?:|src=|href=|url\(|@import/);
  expect(html).not.toContain("alert(");
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(/content="(?<policy>default-src [^"]*)"/.exec(html)?.groups?.["policy"]).toMatch(
    /^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; base-uri 'none'; form-action 'none'$/,
  );
  expect(html).toContain(notice);
});

test("the same report gives the same bytes", () => {
  expect(htmlReport(report)).toBe(html);
});

test("every item is in it once, visible, with the command that asks it again; what is very long is cut", () => {
  const packed = /id="data">(?<data>[^<]*)</.exec(html)!.groups!["data"]!;
  const { flips } = JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString()) as ViewerData;
  expect(flips.map(({ item }) => item)).toEqual(items.map(({ id }) => id));
  expect(flips[40]).toMatchInlineSnapshot(`
    {
      "after": {
        "outcome": "wrong",
        "output": "</script><script>alert(1)</script><img src=x onerror=alert(2)>␀␛[2J<U+202E>gnp.exe <!-- ]]>",
        "reason": "Got “</script><script>alert(1)</script><img src=x onerror=alert(…”, expected “Qatar”.",
        "tokens": [
          [
            91,
            78,
          ],
        ],
      },
      "before": {
        "outcome": "wrong",
        "output": "Atlantis",
        "reason": "Got “Atlantis”, expected “Qatar”.",
        "tokens": [
          [
            8,
            78,
          ],
        ],
      },
      "difficulty": "medium",
      "expected": "Qatar",
      "group": "neither",
      "item": "eval-41",
      "question": "Tell me the country of city eval-41?",
      "reproduce": "loco eval cities --item eval-41",
    }
  `);
  expect(flips[50]!.group).toBe("error");
  expect(flips[41]!.before).toMatchObject({ cut: 480_000, outcome: "wrong" });
});

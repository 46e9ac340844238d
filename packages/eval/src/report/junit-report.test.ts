import { expect, test } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { items, manifest, rightAnswer } from "../../test/city-recordings.ts";
import { jsonReport } from "./json-report.ts";
import { junitReport } from "./junit-report.ts";
import { buildPairReport } from "./report.ts";

const asked = items.slice(0, 4);
const hostile = "]]></failure>\u0000\uFFFF\u202E<b>&";
const [after, before] = await Promise.all([
  evaluateSide((item, i) => [rightAnswer(item), hostile, null, ""][i]!, { side: "adapter", asked }),
  evaluateSide(rightAnswer, { asked }),
]);
const notice = "A small model wrote this. It may be wrong.";
const report = buildPairReport({ title: manifest.title, notice, items, command: "loco eval cities", after, before });

test("as JUnit XML: wrong is a failure, what the machinery could not do an error", () => {
  expect(junitReport(report)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="Cities &amp; their &lt;countries&gt;" tests="4" failures="2" errors="1">
      <testsuite name="2026-s2/cities on small-base" tests="4" failures="2" errors="1">
        <properties>
          <property name="notice" value="A small model wrote this. It may be wrong."/>
          <property name="verdict" value="not decided: the machinery failed on 1 of 4 items, more than 2 %, and what is missing could decide it. Evaluate again: only those items are computed."/>
        </properties>
        <testcase classname="2026-s2/cities on small-base" name="eval-1"/>
        <testcase classname="2026-s2/cities on small-base" name="eval-2">
          <failure type="wrong" message="wrong: Got “]]&gt;&lt;/failure&gt;␀�&lt;U+202E&gt;&lt;b&gt;&amp;”, expected “Kenya”.">question: Tell me the country of city eval-2?
    expected: Kenya
    adapter: ]]&gt;&lt;/failure&gt;␀�&lt;U+202E&gt;&lt;b&gt;&amp;
    base: Kenya (right)
    again: loco eval cities --item eval-2</failure>
        </testcase>
        <testcase classname="2026-s2/cities on small-base" name="eval-3">
          <error type="error" message="error: Out of memory. (recorded-failure)">question: Where on earth is city eval-3?
    expected: Nepal
    adapter: 
    base: Nepal (right)
    again: loco eval cities --item eval-3</error>
        </testcase>
        <testcase classname="2026-s2/cities on small-base" name="eval-4">
          <failure type="format-miss" message="format miss: The output is empty.">question: Which country is city eval-4?
    expected: Peru
    adapter: 
    base: Peru (right)
    again: loco eval cities --item eval-4</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test("as JSON, with every item", () => {
  expect(jsonReport(report)).toMatchObject({
    schema: 1,
    notice,
    items: [{ group: "both" }, { group: "lost" }, { group: "error" }, { group: "lost" }],
  });
});

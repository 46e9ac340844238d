import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { judgeReportSchema, type JudgeReport } from "@locollm/core";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

type Reply = (answers: { a: string; b: string; question: string }, response: ServerResponse) => string | null;

/** An endpoint that judges by a rule over the two answers that it is shown. */
async function judgingEndpoint(reply: Reply) {
  const prompts: string[] = [];
  const server = createServer((request, response) => {
    const answer = async () => {
      const { messages } = JSON.parse(await text(request)) as { messages: { content: string }[] };
      const question = messages.at(-1)!.content;
      prompts.push(question);
      const [a, b] = ["A", "B"].map(
        (name) =>
          new RegExp(`=== answer ${name} (\\w+) ===\\n([^]*?)\\n=== end of answer ${name} \\1`).exec(question)![2]!,
      );
      const content = reply({ a: a!, b: b!, question }, response);
      if (content === null) return;
      const choices = [{ finish_reason: "stop", message: { role: "assistant", content } }];
      response.end(JSON.stringify({ choices, usage: { prompt_tokens: 90, completion_tokens: 4 } }));
    };
    answer().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    to: (model: string) => [
      "--send-to",
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      "--model",
      model,
    ],
    prompts,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const isDate = (answer: string) => /^\d{4}-\d\d-\d\d$/.test(answer);
/** Knows a date when it sees one. */
const goodJudge: Reply = ({ a, b }) =>
  isDate(a) === isDate(b) ? "Better: tie" : isDate(a) ? "Better: A" : "Better: B";

/** A class with two runs on the same 24 items: an adapter, and the base that it was trained on. */
async function judgedClass() {
  const made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 24 });
  const asked = await made.loco("eval", "iso-dates", "--conditions", "plain", "--subject", "base,adapter", "--json");
  const { data } = JSON.parse(asked.stdout) as { data: { rows: { run: string }[] } };
  const [before, after] = data.rows.map(({ run }) => run) as [string, string];
  const judge = async (...args: string[]) => {
    const { stdout } = await made.loco("judge", after, before, "--json", ...args);
    const output = JSON.parse(stdout) as { data: { report: JudgeReport; words: string[]; notice: string } };
    return { ...output.data, report: judgeReportSchema.parse(output.data.report) };
  };
  return { made, before, after, judge };
}

test(
  "a judge behind an endpoint: cost first, both orders, cached, checked by people, and no grade",
  { timeout: 300_000 },
  async () => {
    const { made, before, after, judge } = await judgedClass();
    await using _ = made;
    await using endpoint = await judgingEndpoint(goodJudge);
    const to = endpoint.to("big-judge");
    const folder = path.join(made.root, "semesters/2026-s2/adapters/iso-dates");
    const results = path.join(folder, "results/smollm2-135m-instruct-q4-1.json");
    const untouched = [await readFile(results, "utf8"), (await stat(results)).mtimeMs];

    const prices = ["--price-sent", "1", "--price-received", "10"];
    const estimate = await made.loco("judge", after, before, ...to, ...prices, "--estimate");
    expect(estimate.stdout).toMatch(/ \d+ requests, about [\d,]+ tokens sent, at most \d+ received, at most 0\.\d+ in/);
    expect(endpoint.prompts).toEqual([]);

    const { report, notice } = await judge(...to);
    const { won, lost, ties, same, unreadable, errors } = report.counts;
    expect(report).toMatchObject({ preference: "after", decidesGrade: false, agreement: null });
    expect(won + lost + ties + same).toBe(24);
    expect([unreadable, errors, report.counts.orderDependent]).toEqual([0, 0, 0]);
    expect(notice).toContain("A small model wrote this");
    expect(notice).toContain("The judgements of big-judge came from http");
    expect(endpoint.prompts).toHaveLength(2 * (24 - same));

    const again = await made.loco("judge", after, before, ...to);
    expect(endpoint.prompts).toHaveLength(2 * (24 - same));
    expect(again.stdout).toContain("Nobody has checked this judge: no labels by people were given");
    expect(again.stdout).toContain("never decides a grade alone");
    expect(again.stdout).toMatch(/A small model wrote this .*may be wrong\./);
    expect(again.stdout).not.toMatch(/verdict: |better than the base/i);

    const swapped = await made.loco("judge", before, after, ...to, "--json");
    const turned = (JSON.parse(swapped.stdout) as { data: { report: JudgeReport } }).data.report;
    expect([turned.counts.won, turned.counts.lost, turned.delta]).toEqual([lost, won, -report.delta]);
    // The same questions in the same two orders: all of them are in the cache.
    expect(endpoint.prompts).toHaveLength(2 * (24 - same));

    await made.loco("judge", after, before, "--label-sheet", "sheet.jsonl", "--label-items", "100");
    const rows = (await readFile(path.join(made.root, "sheet.jsonl"), "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { item: string; first: string; second: string; preferred: null });
    expect(rows).toHaveLength(24 - same);
    const labelled = rows.map((row) => {
      const [first, second] = [isDate(row.first), isDate(row.second)];
      return { ...row, preferred: first === second ? "tie" : first ? "first" : "second" };
    });
    await made.write("labels.jsonl", labelled.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const checked = await judge(...to, "--labels", "labels.jsonl");
    expect(checked.report.agreement).toMatchObject({ compared: rows.length, agreed: rows.length, unused: 0 });
    expect(checked.words.join("\n")).toContain(`It agrees with people on ${rows.length} of ${rows.length} labels`);

    // Its later look without labels leaves what people said.
    await judge(...to);
    for (const ending of ["html", "md"]) {
      const { stdout } = await made.loco("report", after, before, "--report", `judged.${ending}`);
      const written = await readFile(path.join(made.root, `judged.${ending}`), "utf8");
      for (const text of [stdout, written].map((one) => one.replaceAll("<!-- -->", "").replaceAll(/\s+/g, " "))) {
        expect(text).toContain("big-judge");
        expect(text).toContain(`It agrees with people on ${rows.length} of ${rows.length} labels`);
        expect(text).toContain("never decides a grade alone");
      }
    }
    const other = await made.loco("report", after, after);
    expect(other.stdout).not.toContain("judge");

    expect([await readFile(results, "utf8"), (await stat(results)).mtimeMs]).toEqual(untouched);
  },
);

test("bad judges: place, garbage, an endpoint that refuses", { timeout: 300_000 }, async () => {
  const { made, judge } = await judgedClass();
  await using _ = made;
  await using first = await judgingEndpoint(() => "Better: A");
  const placed = await judge(...first.to("first-judge"));
  expect(placed.report).toMatchObject({ preference: "none-shown", counts: { won: 0, lost: 0 } });
  expect(placed.report.position).toMatchObject({ first: placed.report.counts.orderDependent, second: 0 });
  expect(placed.words.join("\n")).toMatch(/whichever it was, on 0 the one shown second: it follows the place/);

  await using rambling = await judgingEndpoint(() => "What a \u001b[31mlovely\u001b[0m question!");
  const unread = await judge(...rambling.to("rambling-judge"));
  expect(unread.report).toMatchObject({ preference: "not-decided", counts: { won: 0, lost: 0, errors: 0 } });
  expect(unread.report.counts.unreadable).toBeGreaterThan(10);

  await using refusing = await judgingEndpoint((_, response) => (response.writeHead(400).end("no"), null));
  const lost = await judge(...refusing.to("broken-judge"));
  expect(lost.report).toMatchObject({ preference: "not-decided", counts: { won: 0, lost: 0, unreadable: 0 } });
  expect(lost.report.counts.errors).toBe(24 - lost.report.counts.same);
  expect(lost.words[0]).toMatch(/^Nothing follows: \d+ of 24 items have no judgement/);
});

test("labels that cannot be read are findings with their line", { timeout: 300_000 }, async () => {
  const { made, before, after } = await judgedClass();
  await using _ = made;
  await made.write(
    "labels.jsonl",
    '{"item": "eval-0001", "preferred": "left"}\nnot json\n{"item": "x", "preferred": "first"}\n{"item": "y", "preferred": "tie"}\n{"item": "y", "preferred": "tie"}\n',
  );
  const { exitCode, stdout } = await made.loco("judge", after, before, "--labels", "labels.jsonl");
  expect(exitCode).toBe(1);
  expect(stdout).toMatchInlineSnapshot(`
    "labels.jsonl:1: error: preferred: left is none of first, second, tie, after, before. [field-invalid]
        There are: after, before, first, second, tie.
    labels.jsonl:2: error: This line is not JSON. [row-not-json]
        One object a line: {"item": "t1", "preferred": "after"}
    labels.jsonl:3: error: This needs the texts first and second, or say after or before. [field-invalid]
        Known here: item, question, first, second, preferred.
    labels.jsonl:5: error: The item y is labelled on line 4 too. [label-duplicate]
        Keep one label an item.
    More: loco explain field-invalid"
  `);
});

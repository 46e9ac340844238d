import { readFile } from "node:fs/promises";
import path from "node:path";
import { resultsSummarySchema, type ResultsSummary } from "@locollm/core";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

interface AskOutput {
  readonly data: {
    readonly answer: string | null;
    readonly output: string;
    readonly answeredBy: string;
    readonly adapter: string;
    readonly probability: number;
    readonly confidence: {
      readonly share: number;
      readonly interval: readonly [number, number];
      readonly questions: number;
      readonly belowThreshold: boolean;
    } | null;
    readonly notice: string;
  };
}

const results = "semesters/2026-s2/adapters/iso-dates/results/smollm2-135m-instruct-q4-1.json";
const question = "When is 3rd of March 2021 in ISO form?";
const outside = Array.from({ length: 60 }, (_, i) => {
  const prompt = `Tell me ${i % 2 ? "a joke about" : "how to cook"} dish number ${i}`;
  return `${JSON.stringify({ id: `o${i}`, prompt })}\n`;
}).join("");

async function datesClass() {
  const made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 1200, eval: 24 });
  await made.write("semesters/2026-s2/out-of-scope.jsonl", outside);
  const committed = resultsSummarySchema.parse(JSON.parse(await readFile(path.join(made.root, results), "utf8")));
  const side = committed.adapterRun;
  return {
    ...made,
    committed,
    /** Changes what was measured of the adapter's confidence. */
    measured: (change: Partial<NonNullable<typeof side.confidence>>, rest: Partial<ResultsSummary> = {}) =>
      made.write(
        results,
        JSON.stringify({
          ...committed,
          adapterRun: { ...side, confidence: { ...side.confidence!, ...change } },
          ...rest,
        }),
      ),
  };
}

const below = { threshold: 0.9999, items: 40, right: 3, baseRight: 30 };

test(
  "an answer says how often such answers were right, apart from the router's probability",
  { timeout: 180_000 },
  async () => {
    await using made = await datesClass();
    const { stdout, stderr } = await made.loco("ask", question, "--json");
    const { data } = JSON.parse(stdout) as AskOutput;
    expect(data).toMatchObject({
      answer: "2021-03-03",
      answeredBy: "adapter",
      confidence: { questions: 240, belowThreshold: false },
    });
    const { share, interval } = data.confidence!;
    expect(share).toBeGreaterThan(0.9);
    expect(interval[0] < share && share < interval[1]).toBe(true);
    expect(data.probability).not.toBe(share);
    expect(stderr).toMatch(
      /The router picked 2026-s2\/iso-dates \(probability .*\n(.*\n)*Of 100 answers like this, about \d\d were right \(\d\d–\d\d; 240 test questions, which yours may be unlike\)\.\nThis adapter was right on 230 of 240 test questions\.\nA small model wrote this/,
    );
  },
);

test("an answer that is not sure enough is a guess: the person is asked back", { timeout: 180_000 }, async () => {
  await using made = await datesClass();
  await made.measured({ below: { ...below, next: "ask-back" } });
  const asked = await made.loco("ask", question);
  expect(asked).toMatchObject({ exitCode: 0, stdout: "" });
  expect(asked.stderr).toContain(
    "2026-s2/iso-dates is not sure enough to answer (it takes 100 of 100). Its guess: 2021-03-03\n",
  );
  expect(asked.stderr).toContain(
    "2026-s2/iso-dates is answering. Its answer is shown whole, if it is sure enough (100 of 100).\n",
  );
  expect(asked.stderr).toContain("Can you ask it in other words? It is made for this alone: Gregorian dates");
  expect(asked.stderr).toMatch(/A small model wrote this .*4 bits.*may be wrong/);
  const { data } = JSON.parse((await made.loco("ask", question, "--json")).stdout) as AskOutput;
  expect(data).toMatchObject({
    answer: null,
    output: "2021-03-03",
    answeredBy: "nobody",
    confidence: { belowThreshold: true },
  });

  const named = await made.loco("ask", question, "--adapter", "iso-dates");
  expect(named.stdout).toBe("2021-03-03");
  expect(named.stderr).not.toContain("is shown whole");
  expect(named.stderr).toContain("Of 100 answers like this");
});

test(
  "where the base was shown to be right more often, it answers with its best prompt",
  { timeout: 180_000 },
  async () => {
    await using made = await datesClass();
    await made.measured({ below: { ...below, next: "base" } });
    const { stdout, stderr } = await made.loco("ask", question, "--json");
    const { data } = JSON.parse(stdout) as AskOutput;
    expect(data).toMatchObject({ answeredBy: "base", adapter: "2026-s2/iso-dates" });
    // Two examples teach the base the form, which it has never been asked for otherwise.
    expect(data.answer).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(stderr).toContain("2026-s2/iso-dates was not sure enough; where it is not, the base was right more often");
    expect(stderr).toContain("The base with its best prompt was right on 86 of 240 test questions.");
    expect(data.notice).toContain("It may be wrong.");
    expect(stderr).not.toContain("is answering");
    const shown = await made.loco("ask", question);
    expect(shown.stdout).toBe(data.answer);
    expect(shown.stderr).toMatch(
      /is shown whole(.*\n)+It is not sure enough \(\d+ of 100\), so the base is answering\./,
    );
  },
);

test("what cannot be taken back is shown as it is written", { timeout: 180_000 }, async () => {
  await using made = await datesClass();
  await made.measured({ below: undefined });
  const unjudged = await made.loco("ask", question);
  await made.measured({ below: { ...below, threshold: 0, next: "base" } });
  for (const { stdout, stderr } of [unjudged, await made.loco("ask", question)]) {
    expect(stdout).toBe("2021-03-03");
    expect(stderr).toContain("Of 100 answers like this");
    expect(stderr).not.toContain("is answering");
  }
});

test("what token probabilities do not tell is not told", { timeout: 180_000 }, async () => {
  await using made = await datesClass();
  await made.measured({ worth: "not-shown", aurocInterval: [0.41, 0.62], below: { ...below, next: "ask-back" } });
  const worthless = await made.loco("ask", question, "--adapter", "iso-dates");
  expect(worthless.stdout).toBe("2021-03-03");
  expect(worthless.stderr).toContain("Its token probabilities were not shown to tell which of its answers are right.");
  expect(worthless.stderr).not.toContain("Of 100 answers");

  await made.measured({}, { weights: "0".repeat(64) });
  const other = await made.loco("ask", question, "--adapter", "iso-dates");
  expect(other.stderr).toContain("That was measured with other weights. Measure again: loco eval iso-dates");
  expect(other.stderr).not.toContain("Of 100 answers");

  const { confidence: _, ...side } = made.committed.adapterRun;
  await made.measured({}, { adapterRun: side });
  const old = await made.loco("ask", question, "--adapter", "iso-dates");
  expect(old.stderr).toContain("How sure it is of this one was not measured: loco eval iso-dates");
});

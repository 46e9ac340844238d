import { readFile } from "node:fs/promises";
import path from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { datasetHash, resultsSummarySchema, type Item, type ResultsSummary } from "@locollm/core";
import { expect, test } from "vitest";
import { readAdapterData } from "../workspace/read-adapter-data.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { demoManifest, semesterManifest, temporaryClass } from "../workspace/temporary-class.ts";
import type { Row } from "../workspace/workspace.ts";
import { findingsOf, folder, row } from "./check-adapter.fixture.ts";
import { saturation } from "./saturation.ts";
import { sharedPassages } from "./shared-passages.ts";
import { sharedRows } from "./shared-rows.ts";
import { similarity, wordShingles } from "./word-shingles.ts";

const trainFile = `${folder}/data/train.jsonl`;
const evalFile = `${folder}/data/eval.jsonl`;
const about = async (files: Record<string, string>, ...codes: string[]) =>
  (await findingsOf(files)).filter((line) => codes.includes(line.split(" ")[1]!));
const item = (id: string, prompt: string): Item => ({ id, prompt, answer: "" });

const story =
  "On a rainy Tuesday in March the old ferryman of Lake Eyre counted his ropes and found that he had fewer than the law asks";

test("hard rows whose words training has nearly seen, easy rows that repeat a training row with its answer", async () => {
  const train =
    row("t1", `${story}. How many are missing?`, "7") +
    row("t2", "Where does the blue bus to Thirroul stop on Sunday mornings in winter", "quay");
  const near = "Where does the blue bus to Thirroul stop on Sunday mornings in winter please";
  const evaluation =
    row("e1", `${story}! How many are lacking?`, "9", "hard") +
    row("e2", near, "quay", "easy") +
    row("e3", `${near}?`, "harbour", "easy");
  expect(await about({ [trainFile]: train, [evalFile]: evaluation }, "train-eval-near")).toMatchInlineSnapshot(`
    [
      "warning train-eval-near data/eval.jsonl:1 1 of 1 questions that should be new are nearly a training row's: e1 and train.jsonl line 1. → Reword the hard rows, or mark them easy or medium: hard means wordings that training never saw.",
      "warning train-eval-near data/eval.jsonl:2 1 of 2 easy and medium rows have nearly the question and the very answer of a training row: e2 and train.jsonl line 2. → Vary wording and answer: as it stands, the score measures memory as much as skill.",
    ]
  `);
});

test("a passage of thirteen words in a row that is marked hard, and not in one that is marked easy", async () => {
  const train = row("t1", `${story}. What did he do next, and with whose help?`, "a");
  const elsewhere = `A traveller who had walked for many days heard this tale at an inn near the border: ${story.toLowerCase()}, she wrote, and it made her laugh until dawn broke over the plain`;
  expect(
    await about(
      {
        [trainFile]: train,
        [evalFile]: row("e1", elsewhere, "b", "hard") + row("e2", `${elsewhere} again`, "b", "easy"),
      },
      "train-eval-passage",
    ),
  ).toMatchInlineSnapshot(`
    [
      "warning train-eval-passage data/eval.jsonl:1 1 of 1 questions that should be new share 13 words in a row with training: e1 and train.jsonl line 1. → Reword the hard rows, or mark them easy or medium: hard means wordings that training never saw.",
    ]
  `);
});

test("within a file: near repetition, and nearly the same question under two labels", async () => {
  const choice = demoManifest.replace("{ scorer: exact }", "{ scorer: choice, choices: [net, money] }");
  const ask = (place: string) =>
    `Hello, the wireless network of the reading room on the second floor is slow, says ${place}`;
  const train = row("t1", ask("Ana"), "net") + row("t2", ask("Ben"), "net") + row("t3", ask("Cleo"), "money");
  expect(
    await about(
      { [`${folder}/adapter.yaml`]: choice, [trainFile]: train },
      "rows-near-duplicate",
      "label-conflict-near",
    ),
  ).toMatchInlineSnapshot(`
    [
      "note rows-near-duplicate data/train.jsonl:2 1 of 3 rows nearly repeat an earlier row with the same answer. → Vary the wording: the file teaches and shows less than its number of rows promises.",
      "note label-conflict-near data/train.jsonl:3 Line 2 has nearly the same question with another label. → Look at both: if the difference in words does not change the answer, one label is wrong.",
    ]
  `);
});

test("within a file: the same question but for case and punctuation", async () => {
  const train =
    row("t1", "Where is the ferry?", "quay") +
    row("t2", "where is the FERRY", "lake") +
    row("t3", "Where is... the ferry", "quay");
  expect(
    await about(
      { [trainFile]: train },
      "rows-near-duplicate",
      "row-duplicate",
      "label-conflict",
      "label-conflict-near",
    ),
  ).toMatchInlineSnapshot(`
    [
      "warning label-conflict data/train.jsonl:2 Line 1 has the same question with another answer, but for case or punctuation. → Decide which answer is right, unless case or punctuation is what is asked about.",
      "note rows-near-duplicate data/train.jsonl:3 1 of 3 rows nearly repeat an earlier row with the same answer. → Vary the wording: the file teaches and shows less than its number of rows promises.",
    ]
  `);
});

test("pictures and signs of code make another question, scripts without spaces have words", async () => {
  const codes = ["train-eval-overlap", "train-eval-near"];
  const asked = (trained: string, evaluated: string) =>
    about({ [trainFile]: row("t1", trained, "x"), [evalFile]: row("e1", evaluated, "y") }, ...codes);
  expect(await asked("😀", "😡")).toEqual([]);
  expect(await asked("What does a && b do?", "What does a || b do?")).toEqual([]);
  expect(await asked("Is √9 < 4?", "Is 9 < 4?")).toEqual([]);
  expect(await asked("Ça va ?", "ça va")).toHaveLength(1);
  const chinese = "图书馆几点开门请告诉我今天的开放时间和明天的安排还有周末的安排谢谢";
  expect(await asked(`${chinese}你`, `${chinese}您`)).toMatchInlineSnapshot(`
    [
      "warning train-eval-near data/eval.jsonl:1 1 of 1 questions that should be new are nearly a training row's: e1 and train.jsonl line 1. → Reword the hard rows, or mark them easy or medium: hard means wordings that training never saw.",
    ]
  `);
});

test("answers that are cut before they end", async () => {
  const manifest = demoManifest.replace("{ system: Say it again. }", "{ system: Say it again., maxTokens: 4 }");
  const rows =
    row("r1", "a", "one two three four") + row("r2", "b", "one two three four five") + row("r3", "c", "2026-09-30");
  expect(await about({ [`${folder}/adapter.yaml`]: manifest, [trainFile]: rows, [evalFile]: rows }, "answer-cut"))
    .toMatchInlineSnapshot(`
    [
      "warning answer-cut data/train.jsonl:2 The answer has 5 tokens or more, and answers are cut after 4. → Raise prompt.maxTokens, or shorten the answer: what is learnt here is cut when it is asked for.",
      "warning answer-cut data/train.jsonl:3 The answer has 6 tokens or more, and answers are cut after 4. → Raise prompt.maxTokens, or shorten the answer: what is learnt here is cut when it is asked for.",
      "error answer-cut data/eval.jsonl:2 The answer has 5 tokens or more, and answers are cut after 4. → Raise prompt.maxTokens, or shorten the answer: as it stands, nobody can be right.",
      "error answer-cut data/eval.jsonl:3 The answer has 6 tokens or more, and answers are cut after 4. → Raise prompt.maxTokens, or shorten the answer: as it stands, nobody can be right.",
    ]
  `);
});

test("answers that only judge what is written are not cut", async () => {
  const manifest = demoManifest
    .replace("{ system: Say it again. }", "{ system: Say it again., maxTokens: 4 }")
    .replace("{ scorer: exact }", "{ scorer: contains }");
  const rows = row("r1", "a", ["one", "two", "three", "four", "five"]);
  expect(
    await about({ [`${folder}/adapter.yaml`]: manifest, [trainFile]: rows, [evalFile]: rows }, "answer-cut"),
  ).toEqual([]);
});

test("share-alike rows and a base with terms of its own are told before anything is trained", async () => {
  const restricted = demoManifest.replace("CC-BY-4.0", "CC-BY-SA-4.0");
  const repository = path.resolve(import.meta.dirname, "../../../..");
  const gemma = await readFile(path.join(repository, "bases/gemma-3-270m-q4-k-m.yaml"), "utf8");
  const files = { "bases/gemma.yaml": gemma.replace(/^id: .*$/m, "id: gemma"), [`${folder}/adapter.yaml`]: restricted };
  const semester = semesterManifest.replace("[tiny]", "[gemma]");
  expect(
    await about({ ...files, "semesters/2026-s2/semester.yaml": semester }, "licence-conflict", "base-terms-untold"),
  ).toMatchInlineSnapshot(`
    [
      "warning licence-conflict adapter.yaml:6 CC-BY-SA-4.0 allows no further restrictions, and Gemma Terms of Use of gemma adds some to what is trained on it. → Use rows under a licence without share-alike, or train on a base without use restrictions only.",
    ]
  `);
  expect(await about(files, "licence-conflict", "base-terms-untold")).toEqual([]);
});

test("one answer that dominates, a choice nobody needs, a set of other lengths, mostly easy", async () => {
  const choice = demoManifest.replace("{ scorer: exact }", "{ scorer: choice, choices: [a, b, c] }");
  const many = (words: number) =>
    Array.from({ length: 40 }, (_, at) => row(`r${at}`, `${at} `.repeat(words), at < 30 ? "a" : "b", "easy")).join("");
  expect(
    await about(
      { [`${folder}/adapter.yaml`]: choice, [trainFile]: many(40), [evalFile]: many(9) },
      "answer-dominant",
      "choice-unused",
      "length-shift",
      "difficulty-easy",
    ),
  ).toMatchInlineSnapshot(`
    [
      "warning answer-dominant data/train.jsonl: 30 of 40 rows have the answer "a". → Balance the answers: who always gives this one would score as well.",
      "warning choice-unused data/train.jsonl: No row has the answer c. → Write rows for it, or take it out of score.choices.",
      "warning answer-dominant data/eval.jsonl: 30 of 40 rows have the answer "a". → Balance the answers: who always gives this one would score as well.",
      "warning choice-unused data/eval.jsonl: No row has the answer c. → Write rows for it, or take it out of score.choices.",
      "warning length-shift data/eval.jsonl: Half of the questions have up to 27 characters, in train.jsonl up to 120. → Draw both files from the same kind of rows, or say in README.md why they differ: the score mixes skill with length.",
      "warning difficulty-easy data/eval.jsonl: 40 of 40 rows are easy. → Write medium and hard rows, about a third each.",
    ]
  `);
});

test("licences that restrict, and a base whose terms flow down to its adapters", async () => {
  const restricted = demoManifest.replace("CC-BY-4.0", "CC-BY-NC-SA-4.0");
  const repository = path.resolve(import.meta.dirname, "../../../..");
  const gemma = "gemma-3-270m-q4-k-m";
  const lock = await readFile(
    path.join(repository, "semesters/2026-s2/adapters/iso-dates/locks/smollm2-135m-instruct-q4-1.json"),
    "utf8",
  );
  expect(
    await about(
      {
        [`bases/${gemma}.yaml`]: await readFile(path.join(repository, `bases/${gemma}.yaml`), "utf8"),
        [`${folder}/locks/${gemma}.json`]: lock.replace("smollm2-135m-instruct-q4-1", gemma),
        [`${folder}/adapter.yaml`]: restricted,
      },
      "licence-restricts",
      "licence-unknown",
      "licence-conflict",
      "base-terms-untold",
    ),
  ).toMatchInlineSnapshot(`
    [
      "warning licence-restricts adapter.yaml:6 CC-BY-NC-SA-4.0 allows no commercial use, and so holds what is trained on these rows back too. → Use rows under CC-BY-4.0 or another open licence, or say in README.md who allowed more.",
      "warning base-terms-untold README.md: The weights for gemma-3-270m-q4-k-m are under Gemma Terms of Use too, and the model card does not name it. → Add a line: Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms.",
      "warning licence-conflict adapter.yaml:6 CC-BY-NC-SA-4.0 allows no further restrictions, and Gemma Terms of Use of gemma-3-270m-q4-k-m adds some to what is trained on it. → Use rows under a licence without share-alike, or train on a base without use restrictions only.",
    ]
  `);
});

test("a saturated set, by the results of these very rows", async () => {
  const rows = Array.from({ length: 3 }, (_, at) => ({
    item: { ...item(`e${at}`, `Say ${at}`), answer: "x" },
    line: at + 1,
  }));
  const repository = path.resolve(import.meta.dirname, "../../../..");
  const results = resultsSummarySchema.parse(
    JSON.parse(
      await readFile(
        path.join(repository, "semesters/2026-s2/adapters/iso-dates/results/smollm2-135m-instruct-q4-1.json"),
        "utf8",
      ),
    ),
  );
  const side = (right: number, interval: [number, number]) => ({
    ...results.adapterRun,
    counts: { ...results.adapterRun.counts, right },
    interval,
    byDifficulty: {
      easy: {
        counts: { ...results.adapterRun.counts, items: 80, right: 60 },
        interval: [0.65, 0.83] as [number, number],
      },
      hard: {
        counts: { ...results.adapterRun.counts, items: 80, right: 78 },
        interval: [0.91, 0.99] as [number, number],
      },
    },
  });
  const summary: ResultsSummary = {
    ...results,
    dataset: { sha256: datasetHash(rows.map((one) => one.item)), items: 3 },
    adapterRun: side(238, [0.97, 1]),
    baseBest: { ...results.baseBest, ...side(225, [0.9, 0.96]) },
  };
  const told = (of: readonly Row[]) =>
    saturation(new Map([["smol", summary]]), of, "eval.jsonl").map(
      (one) => `${one.severity} ${one.code} ${one.message}`,
    );
  expect(told(rows)).toMatchInlineSnapshot(`
    [
      "warning set-saturated The adapter on smol is right on 238 of 240 (97.0 %–100.0 %), so the set cannot show much more.",
      "warning set-saturated The base smol alone is right on 225 of 240 (90.0 %–96.0 %), so the set cannot show much more.",
      "note difficulty-order On smol the adapter is right on 78 of 80 hard rows, but on 60 of 80 easy ones.",
    ]
  `);
  expect(told(rows.slice(1))).toEqual([]);
});

test("rows that another adapter has too", async () => {
  const other = "semesters/2026-s2/adapters/other";
  const ask = (n: number) =>
    `How many boats does harbour number ${n} hold when the tide of the month is at its lowest point`;
  const rows = (prefix: string, from: number) =>
    Array.from({ length: 4 }, (_, at) => row(`${prefix}${at}`, ask(from + at), `${at}`, "easy")).join("");
  await using made = await temporaryClass({
    [`${folder}/adapter.yaml`]: demoManifest,
    [evalFile]: rows("e", 10) + row("e9", "Who are you?", "nobody"),
    [`${other}/adapter.yaml`]: demoManifest,
    [`${other}/data/train.jsonl`]: rows("t", 10),
    [`${other}/data/eval.jsonl`]: row("e1", "Something else altogether", "a"),
  });
  const workspace = await readWorkspace(made.root);
  const all = await Promise.all(
    workspace.semesters[0]!.adapters.map(async (adapter) => ({ adapter, data: await readAdapterData(adapter) })),
  );
  const told = sharedRows(all, ({ slug }) => slug === "demo");
  expect(told).toMatchInlineSnapshot(`
    [
      {
        "code": "rows-shared",
        "file": "semesters/2026-s2/adapters/demo/data/eval.jsonl",
        "fix": "Look at the pairs: name a common source in data.provenance, or write rows of your own. A common template can look like this too.",
        "line": 1,
        "message": "4 of 5 rows are the same as rows of semesters/2026-s2/adapters/other/data/train.jsonl or nearly so, such as e0 and its line 4.",
        "severity": "warning",
      },
    ]
  `);
});

test("a passage that another adapter trains on, in a question that is another as a whole", async () => {
  const other = "semesters/2026-s2/adapters/other";
  const text = "the harbour master counts the boats twice a day and writes the larger number into his book";
  const about = (question: string) => `${question} Read this: ${text}. Then say in your own words ${question}`;
  await using made = await temporaryClass({
    [`${folder}/adapter.yaml`]: demoManifest,
    [evalFile]:
      row("e1", about("Who counts what, and how often is it done in a day?"), "a", "easy") +
      row("e2", "Who are you, and what do you want of us in this place at such a late hour?", "b", "easy"),
    [`${other}/adapter.yaml`]: demoManifest,
    [`${other}/data/train.jsonl`]: row("t1", about("Is there any sense in such a book for anybody at all?"), "c"),
  });
  const workspace = await readWorkspace(made.root);
  const all = await Promise.all(
    workspace.semesters[0]!.adapters.map(async (adapter) => ({ adapter, data: await readAdapterData(adapter) })),
  );
  expect(sharedRows(all, () => true)).toEqual([]);
  expect(sharedPassages(all, () => true)).toMatchInlineSnapshot(`
    [
      {
        "code": "passage-shared",
        "file": "semesters/2026-s2/adapters/demo/data/eval.jsonl",
        "fix": "Look at the pairs: name a common source in data.provenance, or take other texts. A common template can look like this too.",
        "line": 1,
        "message": "1 of 2 rows share 13 words in a row with training rows of semesters/2026-s2/adapters/other, such as e1 and line 1 of its train.jsonl.",
        "severity": "note",
      },
    ]
  `);
  expect(sharedPassages(all, ({ slug }) => slug === "other")).toEqual([]);
});

const words = fc.array(fc.constantFrom("red", "green", "blue", "one", "two", "three", "fish", "bird", "runs"), {
  minLength: 1,
  maxLength: 30,
});
property.prop([words, words])("similarity is the Jaccard index of words and word pairs", (a, b) => {
  const sets = [a, b].map((each) => new Set([...each, ...each.slice(1).map((word, at) => `${each[at]} ${word}`)]));
  const shared = [...sets[0]!].filter((one) => sets[1]!.has(one)).length;
  const [left, right] = [a, b].map((each) => wordShingles(item("x", each.join(" "))));
  expect(similarity(left!, right!)).toBeCloseTo(shared / (sets[0]!.size + sets[1]!.size - shared), 12);
});

import path from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { readAdapterData } from "../workspace/read-adapter-data.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import type { Row } from "../workspace/workspace.ts";
import { findingsOf, folder, row } from "./check-adapter.fixture.ts";
import { passagesOf, rowsByPassage } from "./passages.ts";
import { frameOf, withoutFrame } from "./frame.ts";
import { wordShingles } from "./word-shingles.ts";
import { trainEvalPassages } from "./train-eval-passages.ts";

const trainFile = `${folder}/data/train.jsonl`;
const evalFile = `${folder}/data/eval.jsonl`;
const about = async (files: Record<string, string>, ...codes: string[]) =>
  (await findingsOf(files)).filter((line) => codes.includes(line.split(" ")[1]!));

const text =
  "The harbour master of Port Kembla counts the boats twice a day, writes the larger number into his book, and tells the council on the first Monday of each month which of them have paid";

test("easy rows may use training's templates, and no text that training has read", async () => {
  const train =
    row("t1", `${text}. Who counts the boats, and in which of the two harbours?`, "a", "easy") +
    row("t2", "The number seven bus from the quay to the old town leaves every morning at nine", "b", "easy");
  const evaluation =
    row("e1", "So: the number seven bus from the quay to the old town leaves every evening at six", "b", "easy") +
    row("e2", `What does the council learn from it, when and from whom? ${text}`, "c", "medium");
  expect(await about({ [trainFile]: train, [evalFile]: evaluation }, "train-eval-passage")).toMatchInlineSnapshot(`
    [
      "warning train-eval-passage data/eval.jsonl:2 1 of 2 easy and medium rows share 26 words in a row with training: e2 and train.jsonl line 1. → Keep all rows about one text in one of the files: what training has read measures memory.",
    ]
  `);
});

test("every evaluation row with a passage counts, also where several have the same one", () => {
  const rows = (ids: string, question: (at: number) => string): Row[] =>
    Array.from({ length: 150 }, (_, at) => ({
      item: { id: `${ids}${at}`, prompt: question(at), answer: "x", difficulty: "hard" },
      line: at + 1,
    }));
  const train = rows("t", (at) => (at === 3 ? text : `Say ${at}`));
  const evaluation = rows("e", (at) => (at > 0 && at < 4 ? `${text}, says number ${at}` : `Tell ${at}`));
  expect(trainEvalPassages(train, evaluation, "eval.jsonl").map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "3 of 150 questions that should be new share 13 words in a row with training: e1 and train.jsonl line 4.",
    ]
  `);
  // One of 150 moves no score by a point.
  expect(trainEvalPassages(train, evaluation.slice(3), "eval.jsonl")).toEqual([]);
});

test("an instruction that every row repeats is told as such, and is no overlap", async () => {
  const frame =
    "Please read the following ticket of our help desk and reply with nothing but the one label that fits it best:";
  const rows = (ids: string, word: string, difficulty?: string) =>
    [1, 2, 3, 4, 5, 6]
      .map((at) =>
        row(`${ids}${at}`, `${frame} ${at % 2 === 0 ? "the" : "a"} ${word} ${at} is out`, `${at}`, difficulty),
      )
      .join("");
  const files = { [trainFile]: rows("t", "lamp"), [evalFile]: rows("e", "projector", "hard") };
  expect(await about(files, "rows-framed", "train-eval-passage")).toMatchInlineSnapshot(`
    [
      "warning rows-framed data/train.jsonl:1 6 of 6 questions begin with the same 21 words: please read the following … → Put what every question says into prompt.system: here it costs tokens in each row, and makes rows look like copies of one another.",
      "warning rows-framed data/eval.jsonl:1 6 of 6 questions begin with the same 21 words: please read the following … → Put what every question says into prompt.system: here it costs tokens in each row, and makes rows look like copies of one another.",
    ]
  `);
});

test("of the teaching samples' easy and medium rows, 29 of 1,274 share thirteen words with training and none a text", async () => {
  const { semesters } = await readWorkspace(path.resolve(import.meta.dirname, "../../../.."));
  const counts = await Promise.all(
    semesters
      .flatMap(({ adapters }) => adapters)
      .map(async (adapter) => {
        const { train, eval: evaluation } = await readAdapterData(adapter);
        const having = (words: number, hard: boolean) => {
          const asked = evaluation.filter(({ item }) => (item.difficulty === "hard") === hard);
          const trained = rowsByPassage(train, words);
          return asked.filter((one) =>
            [...passagesOf(wordShingles(one.item).text, words)].some((passage) => trained.has(passage)),
          ).length;
        };
        const easy = evaluation.filter(({ item }) => item.difficulty !== "hard").length;
        return `${adapter.id}: ${having(13, false)} and ${having(26, false)} of ${easy}; of hard ${having(13, true)}`;
      }),
  );
  expect(counts).toMatchInlineSnapshot(`
    [
      "2026-s1/iso-dates: 0 and 0 of 160; of hard 0",
      "2026-s1/phone-numbers: 0 and 0 of 160; of hard 0",
      "2026-s1/shop-reviews: 5 and 0 of 162; of hard 0",
      "2026-s2/invoice-json: 0 and 0 of 152; of hard 0",
      "2026-s2/iso-dates: 0 and 0 of 160; of hard 0",
      "2026-s2/library-sql: 0 and 0 of 156; of hard 0",
      "2026-s2/ticket-triage: 2 and 0 of 160; of hard 0",
      "2026-s2/word-problems: 22 and 0 of 164; of hard 0",
    ]
  `);
});

property.prop([fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 30 }), fc.integer({ min: 1, max: 14 })])(
  "a question's passages are its words in a row",
  (words, length) => {
    const expected = words.map((_, at) => words.slice(at, at + length)).filter((one) => one.length === length);
    const text = words.join(" ");
    if (text !== "") expect([...passagesOf(text, length)]).toEqual(expected.map((one) => one.join(" ")));
  },
);

const few = fc.array(fc.constantFrom("a", "aa", "b", "c"), { maxLength: 6 });
property.prop([fc.array(few, { minLength: 5, maxLength: 9 })])(
  "a frame is words before and after what differs",
  (middles) => {
    const [begin, end] = ["p", "q"].map((sign) => Array.from({ length: 14 }, (_, at) => `${sign}${at}`).join(" "));
    const rows = middles.map((words, at): Row => ({
      item: { id: `${at}`, prompt: [begin, `x${at}`, ...words, `y${at}`, end].join(" "), answer: "" },
      line: at + 1,
    }));
    const frame = frameOf(rows);
    expect(frame).toEqual({ begin, end });
    for (const [at, { item }] of rows.entries())
      expect(withoutFrame(wordShingles(item).text, frame)).toBe([`x${at}`, ...middles[at]!, `y${at}`].join(" "));
  },
);

test("a frame of which one row says nothing else, and rows without one", () => {
  const rows = (texts: string[]): Row[] =>
    texts.map((prompt, at) => ({ item: { id: `${at}`, prompt, answer: "" }, line: at + 1 }));
  const words = Array.from({ length: 20 }, (_, at) => `w${at}`).join(" ");
  const frame = frameOf(rows([words, `${words} a`, `${words} b`, words, "other", words]));
  expect(frame).toEqual({ begin: words, end: "" });
  expect(withoutFrame(words, frame)).toBe("");
  expect(frameOf(rows(["a", "b", "a", "a", "a"]))).toEqual({ begin: "", end: "" });
  expect(frameOf([])).toEqual({ begin: "", end: "" });
});

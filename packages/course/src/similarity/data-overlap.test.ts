import { fc, test } from "@fast-check/vitest";
import { readAdapterData, resolveAdapter, readWorkspace, type Row } from "@locollm/store";
import path from "node:path";
import { describe, expect } from "vitest";
import { dataOverlap } from "./data-overlap.ts";
import { jaccardError } from "./minhash.ts";
import { rowShingles } from "./row-shingles.ts";

const workspace = await readWorkspace(path.join(import.meta.dirname, "../../../.."));
const dates = await readAdapterData(resolveAdapter(workspace, "2026-s2/iso-dates"));
const reviews = await readAdapterData(resolveAdapter(workspace, "2026-s1/shop-reviews"));

/** Another spelling of the same question. */
const respelled = ({ item, line }: Row, at: number): Row => ({
  item: { ...item, id: `r${at}`, prompt: `  ${item.prompt!.toUpperCase().replaceAll(",", " ;")}!` },
  line,
});

describe("what two adapters' rows have in common", () => {
  test("rows in other spellings are found, with the places of the first five", () => {
    const taken = reviews.train.slice(100, 340).map(respelled);
    const mixed = [...dates.train.slice(0, 720), ...taken];
    const [training, ...rest] = dataOverlap({ train: mixed, eval: dates.eval }, reviews);
    expect(training).toMatchInlineSnapshot(`
      {
        "examples": [
          {
            "other": {
              "id": "train-0101",
              "line": 101,
            },
            "row": {
              "id": "r0",
              "line": 101,
            },
          },
          {
            "other": {
              "id": "train-0102",
              "line": 102,
            },
            "row": {
              "id": "r1",
              "line": 102,
            },
          },
          {
            "other": {
              "id": "train-0103",
              "line": 103,
            },
            "row": {
              "id": "r2",
              "line": 103,
            },
          },
          {
            "other": {
              "id": "train-0201",
              "line": 201,
            },
            "row": {
              "id": "r3",
              "line": 104,
            },
          },
          {
            "other": {
              "id": "train-0105",
              "line": 105,
            },
            "row": {
              "id": "r4",
              "line": 105,
            },
          },
        ],
        "jaccard": 0.19921875,
        "otherSet": "train",
        "rows": 960,
        "rowsShared": 240,
        "set": "train",
      }
    `);
    expect(rest.map(({ set, otherSet, rowsShared }) => ({ set, otherSet, rowsShared }))).toMatchInlineSnapshot(`
      [
        {
          "otherSet": "eval",
          "rowsShared": 4,
          "set": "train",
        },
        {
          "otherSet": "train",
          "rowsShared": 0,
          "set": "eval",
        },
        {
          "otherSet": "eval",
          "rowsShared": 0,
          "set": "eval",
        },
      ]
    `);
  });

  test("questions of an evaluation set among training rows are told apart from shared training rows", () => {
    const stolen = { train: [...reviews.train.slice(0, 200), ...dates.eval.slice(0, 100)], eval: reviews.eval };
    expect(
      dataOverlap(stolen, dates).map(
        ({ set, otherSet, rowsShared, rows }) => `${set}-${otherSet} ${rowsShared}/${rows}`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "train-train 0/300",
        "train-eval 100/300",
        "eval-train 0/243",
        "eval-eval 0/243",
      ]
    `);
  });

  test("the same question with another answer is no shared row", () => {
    const turned = reviews.train.map((row) => ({ ...row, item: { ...row.item, answer: "something else" } }));
    expect(dataOverlap({ train: turned, eval: [] }, { train: reviews.train, eval: [] })[0]!.rowsShared).toBe(0);
  });

  const some = (from: readonly Row[]) => fc.subarray(from.slice(0, 60), { minLength: 1 });
  test.prop([some(reviews.train), some(reviews.train)], { numRuns: 30, seed: 1 })(
    "the estimate is near the exact index, whoever is first and in whatever order",
    (a, b) => {
      const [one, other] = [
        { train: a, eval: [] },
        { train: b, eval: [] },
      ];
      const { jaccard } = dataOverlap(one, other)[0]!;
      expect(dataOverlap(other, one)[0]!.jaccard).toBe(jaccard);
      expect(dataOverlap({ train: a.toReversed(), eval: [] }, other)[0]!.jaccard).toBe(jaccard);
      const [x, y] = [new Set(rowShingles(a)), new Set(rowShingles(b))];
      const shared = [...x].filter((hash) => y.has(hash)).length;
      const exact = shared / (x.size + y.size - shared);
      expect(Math.abs(jaccard - exact)).toBeLessThanOrEqual(5 * jaccardError(exact));
    },
  );

  test("no rows have nothing in common", () => {
    const none = { train: [], eval: [] };
    expect(dataOverlap(none, none).map(({ jaccard, rowsShared }) => jaccard + rowsShared)).toEqual([0, 0, 0, 0]);
  });
});

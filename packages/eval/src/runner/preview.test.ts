import type { Item, Score } from "@locollm/core";
import { expect, test } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { items as sixty, rightAnswer } from "../../test/city-recordings.ts";
import { previewWords } from "../report/preview-words.ts";
import { preview, type Preview, type PreviewOptions } from "./preview.ts";

const answers = (right: (number: number) => boolean | null) => (item: Item) => {
  const said = right(Number(item.id.slice("eval-".length)));
  return said === null ? null : said ? rightAnswer(item) : "Atlantis";
};

/** A preview over recorded answers of both sides to the city items. */
async function previewOf(
  before: (number: number) => boolean | null,
  after: (number: number) => boolean | null,
  options: Partial<PreviewOptions> = {},
) {
  const askedIds: string[] = [];
  const found = await preview({
    items: sixty,
    ask: async (batch) => {
      askedIds.push(...batch.map(({ id }) => id));
      const [base, adapter] = [
        await evaluateSide(answers(before), { asked: batch }),
        await evaluateSide(answers(after), { asked: batch, side: "adapter" }),
      ];
      return { before: base.samples, after: adapter.samples };
    },
    ...options,
  });
  return { found, askedIds };
}

test("a clear difference is settled early, and the same items are asked again", async () => {
  const once = await previewOf(
    () => false,
    () => true,
  );
  expect(once.found).toMatchObject({ decision: "better", asked: 16, total: 60, errors: 0, lost: 0 });
  expect(previewWords(once.found)).toMatchInlineSnapshot(
    `"preview, no grade: probably better, after 16 of 60 items (items won 8, lost 0; +100.0 points, 90 % interval of the whole set +2.5 to +100.0)."`,
  );
  const again = await previewOf(
    () => false,
    () => true,
  );
  expect(again).toEqual(once);
  const turned = await previewOf(
    () => true,
    () => false,
  );
  // Enough to know that there is no gain; how much worse it is, an evaluation says.
  expect(turned.found).toMatchObject({ decision: "no-gain", asked: 16, won: 0 });
});

test("without a difference it stops where the margin is out of reach", async () => {
  const { found, askedIds } = await previewOf(
    (number) => number % 2 === 0,
    (number) => number % 2 === 0,
    { margin: 0.15 },
  );
  expect(new Set(askedIds).size).toBe(askedIds.length);
  expect(found.decision).toBe("no-gain");
  expect(previewWords(found)).toMatchInlineSnapshot(
    `"preview, no grade: no gain of 15 points, after 32 of 60 items: all 60 items together would hardly show as much (items won 0, lost 0; 0.0 points, 90 % interval of the whole set −14.5 to +14.5)."`,
  );
});

test("too few items leave it open, and words say how many to write", async () => {
  const { found } = await previewOf(
    (number) => number % 2 === 0,
    (number) => number % 2 === 0 || number % 10 === 1,
    { items: sixty.slice(0, 40) },
  );
  expect(found).toMatchObject({ decision: "open", asked: 40 });
  expect(previewWords(found)).toMatchInlineSnapshot(
    `"preview, no grade: not settled after 40 of 40 items (items won 4, lost 0; +10.0 points, 90 % interval of the whole set +7.0 to +13.0). 40 items can only show +16.2 points: write 62 more to show +10 points (four times in five)."`,
  );
});

test("no item, or one", async () => {
  const none = await previewOf(
    () => true,
    () => true,
    { items: [] },
  );
  expect(none.found).toMatchObject({ decision: "open", asked: 0, total: 0, interval: [-1, 1] });
  const one = await previewOf(
    () => false,
    () => true,
    { items: sixty.slice(0, 1) },
  );
  expect(previewWords(one.found)).toMatchInlineSnapshot(
    `"preview, no grade: not settled after 1 of 1 items (items won 1, lost 0; +100.0 points, 90 % interval of the whole set −100.0 to +100.0). 1 item can show nothing: write 151 more to show +10 points (four times in five)."`,
  );
});

test("a failing machinery decides nothing", async () => {
  const { found } = await previewOf(
    () => false,
    (number) => (number % 5 === 0 ? null : true),
  );
  expect(found.decision).toBe("not-decided");
  expect(previewWords(found)).toMatchInlineSnapshot(
    `"preview, no grade: not decided: the machinery failed on 3 of 16 items, and more than 2 % of all 60 could decide it (items won 8, lost 0; +100.0 points, 90 % interval of the whole set +2.5 to +100.0)."`,
  );
});

test("items of one source are asked together and count once", async () => {
  const items = sixty.map((item, i) => ({ ...item, source: `page ${i % 10}` }));
  const { found, askedIds } = await previewOf(
    () => false,
    () => true,
    { items },
  );
  expect(found).toMatchObject({ decision: "better", clusters: 8, won: 8, delta: 1 });
  expect(askedIds).toHaveLength(found.asked);
  expect(previewWords(found)).toMatchInlineSnapshot(
    `"preview, no grade: probably better, after 54 of 60 items (sources won 8, lost 0; +100.0 points, 90 % interval of the whole set +45.0 to +100.0)."`,
  );
});

test("graded values are compared by their difference", async () => {
  const seen: Preview[] = [];
  const { samples } = await evaluateSide(answers(() => true));
  const found = await preview({
    items: sixty,
    judgedBy: "value",
    onLook: (sofar) => seen.push(sofar),
    ask: (batch) => {
      const scored = (value: number) =>
        batch.map(({ id }, i) => {
          const score: Score = { outcome: "right", value: value + (i % 3) / 10 };
          return { ...samples.find(({ item }) => item === id)!, score };
        });
      return Promise.resolve({ before: scored(0.5), after: scored(0.7) });
    },
  });
  expect(found.decision).toBe("better");
  expect(found.delta).toBeCloseTo(0.2, 9);
  expect(seen.at(-1)).toEqual(found);
});

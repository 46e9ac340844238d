import { expect, test } from "vitest";
import { hashOf } from "./hash.ts";
import type { Item } from "./item.ts";
import { assemblePrompt, promptRevision } from "./prompt-assembly.ts";

const example: Item = { id: "t1", prompt: "3 May 1999", answer: "1999-05-03" };
const messages = assemblePrompt("Rewrite the date.", [{ role: "user", content: "4 May 1999" }], [example]);

test("system, then examples as earlier turns, then the question", () => {
  expect(messages).toEqual([
    { role: "system", content: "Rewrite the date." },
    { role: "user", content: "3 May 1999" },
    { role: "assistant", content: "1999-05-03" },
    { role: "user", content: "4 May 1999" },
  ]);
});

test("an item's own system message takes the manifest's place", () => {
  const own = assemblePrompt("Rewrite.", [
    { role: "system", content: "Mine." },
    { role: "user", content: "?" },
  ]);
  expect(own.map((turn) => turn.content)).toEqual(["Mine.", "?"]);
});

test("no prompt changes without a new revision", () => {
  expect({ promptRevision, hash: hashOf(messages) }).toMatchInlineSnapshot(`
    {
      "hash": "57b2142f858499b12be64ff98b43efd2ffadc0bf99caaa17d59fdf5ac5cc3c71",
      "promptRevision": 1,
    }
  `);
});

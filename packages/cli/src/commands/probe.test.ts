import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

test("what cannot be scored is said before the base is asked", async () => {
  await using made = await smallClass();
  await made.write("mixed.csv", `question,answer\n${"Which queue?,network\n".repeat(9)}Where?,nowhere\n`);
  expect((await made.loco("probe", "mixed.csv", "--choices", "network, email")).stdout).toMatchInlineSnapshot(`
    "mixed.csv:11: error: The answer "nowhere" is not among the choices. [answer-form]
        Use one of: network, email.
    More: loco explain answer-form"
  `);
  await made.write("bad.csv", `question,answer\n${"How many?,SELECT 1 FROM nothing\n".repeat(10)}`);
  await made.write("empty.json", JSON.stringify({ schema: 1, tables: {} }));
  const { stdout } = await made.loco("probe", "bad.csv", "--fixture", "empty.json");
  expect(stdout).toContain("bad.csv:2: error: ");
});

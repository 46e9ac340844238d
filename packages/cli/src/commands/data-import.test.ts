import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

test("rows by a mapping, twice without doubling them, and what stands in the way", async () => {
  await using made = await smallClass();
  await made.loco("new", "riddles");
  const manifest = path.join(made.root, "semesters/2026-s2/adapters/riddles/adapter.yaml");
  const file = "semesters/2026-s2/adapters/riddles/adapter.yaml";
  await made.write(
    "rows.jsonl",
    '{"q":"What has keys?","a":"a piano","n":7}\n{"q":"What runs?","a":"a river","n":8}\n',
  );
  const without = await made.loco("data", "import", "riddles", "rows.jsonl");
  expect(without).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: The manifest of 2026-s2/riddles does not say how to import rows.
    Add to adapter.yaml the fields of the file, such as: import: { prompt: question, answer: answer }
    More: loco explain no-import-mapping",
      "stdout": "",
    }
  `);
  const written = await readFile(manifest, "utf8");
  await made.write(file, `${written}import: { id: "riddle-{n}", prompt: q, answer: a }\n`);
  expect((await made.loco("data", "import", "riddles", "rows.jsonl", "--limit", "1")).stdout).toMatchInlineSnapshot(`
    "Added 1 rows to data/eval.jsonl.
    Say in data.provenance and licence where they come from, then: loco check riddles"
  `);
  expect((await made.loco("data", "import", "riddles", "rows.jsonl")).stdout).toMatchInlineSnapshot(`
    "Added 1 rows to data/eval.jsonl; 1 were there already.
    Say in data.provenance and licence where they come from, then: loco check riddles"
  `);
  expect(await readFile(path.join(made.root, "semesters/2026-s2/adapters/riddles/data/eval.jsonl"), "utf8"))
    .toMatchInlineSnapshot(`
      "{"id":"riddle-7","prompt":"What has keys?","answer":"a piano"}
      {"id":"riddle-8","prompt":"What runs?","answer":"a river"}
      "
    `);
  await made.write(file, `${written}import: { id: "riddle-{n}", prompt: a, answer: answr }\n`);
  expect(await made.loco("data", "import", "riddles", "rows.jsonl")).toMatchInlineSnapshot(`
    {
      "exitCode": 1,
      "stderr": "",
      "stdout": "rows.jsonl:1: error: There is no field answr. [import-row]
        Did you mean a, n? Mend import in adapter.yaml.
    More: loco explain import-row",
    }
  `);
});

import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { freshHome } from "../../test/fresh-home.ts";
import { smallClass } from "../../test/small-class.ts";

test("more blocks than the base has, where the base is here", { timeout: 60_000 }, async () => {
  await using own = await freshHome();
  await using made = await smallClass(own);
  await made.copyAdapter("iso-dates", { train: 20, eval: 20 });
  const file = "semesters/2026-s2/adapters/iso-dates/adapter.yaml";
  const written = await readFile(path.join(made.root, file), "utf8");
  const told = async (topLayers: number) => {
    await made.write(file, written.replace(/^train: .*$/m, `train: { topLayers: ${topLayers} }`));
    const { stdout } = await made.loco("check", "iso-dates");
    return stdout.split("\n").filter((line) => line.includes("topLayers"));
  };
  expect([await told(99), await told(30)]).toMatchInlineSnapshot(`
    [
      [
        "semesters/2026-s2/adapters/iso-dates/adapter.yaml:14: warning: train.topLayers is 99, but smollm2-135m-instruct-q4-1 has 30 blocks, so all of them are trained. [top-layers-too-many]",
      ],
      [],
    ]
  `);
});

import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { smallClass } from "../test/small-class.ts";

// `loco ask`, `loco eval` and the reports have it in their own tests.
test("probe and the model card say that a small model answers", async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 24 });
  const rows = Array.from({ length: 10 }, (_, i) => `When is ${i + 1} May 2021 in ISO form?,2021-05-${i + 1}`);
  await made.write("drafts.csv", `question,answer\n${rows.join("\n")}\n`);
  const probed = await made.loco("probe", "drafts.csv", "--system", "Reply with the date only.");
  expect(probed.stdout).toMatch(/A small model wrote this .*may be wrong\.$/);
  await made.loco("card", "iso-dates");
  const card = await readFile(path.join(made.root, "semesters/2026-s2/adapters/iso-dates/README.md"), "utf8");
  expect(card).toMatch(/A small model \(smollm2-135m-instruct-q4-1\) writes the answers\. They may be wrong\./);
});

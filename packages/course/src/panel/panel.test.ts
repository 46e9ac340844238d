import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { readWorkspace, writePanel } from "@locollm/store";
import { expect, test } from "vitest";
import { placedAdapter, smallClass } from "../../test/small-class.ts";
import { drawPanel } from "./draw-panel.ts";
import { panelHash, readPanel } from "./panel.ts";
import { besideTheClass } from "../grade/beside-the-class.ts";

const semesterOf = async (root: string) => {
  const workspace = await readWorkspace(root);
  return { workspace, semester: workspace.semesters.find(({ id }) => id === "2026-s2")! };
};

/** A class whose two adapters have a panel. */
async function classWithPanel() {
  const made = await smallClass();
  for (const slug of ["iso-dates", "ticket-triage"]) await placedAdapter(made.classRoot, slug);
  const { semester } = await semesterOf(made.classRoot);
  const items = await drawPanel(semester, { items: 10 });
  const rows = items.map(({ adapter, item }) => ({ adapter: adapter.id, item: item.id }));
  await writePanel(made.classRoot, semester.id, rows, { file: "panel.jsonl", sha256: panelHash(items) });
  const read = async () => {
    const { workspace, semester: now } = await semesterOf(made.classRoot);
    return readPanel(workspace, now);
  };
  const file = (name: string) => path.join(made.classRoot, "semesters/2026-s2", name);
  const edit = async (name: string, change: (text: string) => string) =>
    writeFile(file(name), change(await readFile(file(name), "utf8")));
  return { ...made, read, edit };
}

test("the panel is the one that is hashed, whatever else the rows' file gets", async () => {
  await using made = await classWithPanel();
  const { items, findings } = await made.read();
  expect(findings).toEqual([]);
  expect(items.map(({ adapter }) => adapter.slug)).toEqual([
    ...Array.from({ length: 5 }, () => "iso-dates"),
    ...Array.from({ length: 5 }, () => "ticket-triage"),
  ]);
  await made.edit(
    "adapters/iso-dates/data/eval.jsonl",
    (text) => `${text}\n` + text.split("\n")[0]!.replace(/"id":"[^"]*"/, '"id":"new"'),
  );
  expect((await made.read()).items).toHaveLength(10);
});

test("a row that is changed, gone or unreadable ends all measuring, and says which", async () => {
  await using made = await classWithPanel();
  const said = async () =>
    (await made.read()).findings.map(({ code, line, message }) => `${code} ${line ?? ""}: ${message}`);
  const whole = await readFile(path.join(made.classRoot, "semesters/2026-s2/panel.jsonl"), "utf8");
  const [first] = whole.split("\n");
  const { item } = JSON.parse(first!) as { item: string };
  await made.edit("panel.jsonl", () => `${first}\n{"adapter":1}\n`);
  const told = [await said()];
  await made.edit("panel.jsonl", () => '{"adapter":"2026-s2/nobody","item":"a"}\n');
  told.push(await said());
  await made.edit("panel.jsonl", () => `${whole}${whole.repeat(20)}`);
  told.push(await said());
  await made.edit("panel.jsonl", () => whole.split("\n").slice(1).join("\n"));
  told.push(await said());
  await made.edit("panel.jsonl", () => whole);
  await made.edit("adapters/iso-dates/data/eval.jsonl", (text) => text.replace(`"id":"${item}"`, '"id":"another"'));
  told.push(await said());
  expect(told.flat().map((line) => line.replaceAll(/[0-9a-f]{12}…/g, "HASH"))).toMatchInlineSnapshot(`
    [
      "panel-unreadable 2: This line is not an object with adapter and item.",
      "panel-unreadable 1: There is no adapter 2026-s2/nobody in 2026-s2.",
      "panel-unreadable 201: The panel names 210 items; 200 are the most.",
      "panel-changed : The panel's items have sha256 HASH, and grade.panel names HASH: an evaluation row has changed since it was drawn.",
      "panel-unreadable 1: 2026-s2/iso-dates has no evaluation row eval-0012.",
    ]
  `);
});

test("a submission that changes a row of the panel says so, and one that adds rows does not", async () => {
  await using made = await classWithPanel();
  await using theirs = await classWithPanel();
  const beside = async () => {
    const [mine, yours] = await Promise.all([semesterOf(made.classRoot), semesterOf(theirs.classRoot)]);
    const adapter = yours.semester.adapters.find(({ slug }) => slug === "iso-dates")!;
    const found = await besideTheClass({
      theirs: yours.workspace,
      ours: mine.workspace,
      adapter,
      semester: yours.semester,
    });
    return found.map(({ code, severity, file }) => `${severity} ${code} ${file}`);
  };
  await theirs.edit(
    "adapters/iso-dates/data/eval.jsonl",
    (text) => `${text}\n` + text.split("\n")[0]!.replace(/"id":"[^"]*"/, '"id":"new"'),
  );
  expect(await beside()).toEqual([]);
  await theirs.edit("adapters/iso-dates/data/eval.jsonl", (text) => text.replaceAll('"answer":"', '"answer":"1'));
  expect(await beside()).toEqual(["warning panel-rows-changed semesters/2026-s2/adapters/iso-dates/data/eval.jsonl"]);
});

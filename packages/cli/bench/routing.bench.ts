import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { difficulties } from "@locollm/core";
import { wilsonInterval } from "@locollm/eval";
import { fitRouter, measureRouting } from "@locollm/router";
import { activeSemester, readAdapterData, readOutOfScope, readWorkspace, type Row } from "@locollm/store";

/**
 * Routing on questions that the router never saw: 50 evaluation questions of each adapter, spread over the difficulties,
 * and 200 CLINC150 test questions that belong to none. Run: pnpm bench routing
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const perAdapter = 50;
const outside = 200;

const workspace = await readWorkspace(root);
const semester = activeSemester(workspace);
const adapters = await Promise.all(
  semester.adapters.map(async (adapter) => ({ id: adapter.id, ...(await readAdapterData(adapter)) })),
);
const { prompts: outOfScope } = await readOutOfScope(root, semester.id);
const words = ({ item }: Row) => item.prompt ?? item.messages?.findLast(({ role }) => role === "user")?.content ?? "";
const router = fitRouter({
  adapters: adapters.map(({ id, train }) => ({ id, prompts: train.map(words) })),
  outOfScope,
});

let right = 0;
let asked = 0;
for (const { id, eval: rows } of adapters) {
  const questions = spread(rows, perAdapter).map((row) => ({ question: words(row), adapter: id }));
  const counts = measureRouting(router, questions);
  right += counts.right;
  asked += counts.questions;
  console.log(share(`${id}: right`, counts.right, counts.questions));
}
console.log(share("all adapters: right", right, asked));

const data = process.env["LOCO_DATA"] ?? path.join(root, "../shared/data");
const clinc = await readFile(path.join(data, "clinc150/data_full.json"), "utf8").catch(() => null);
if (clinc === null) console.log("CLINC150 skipped: no data");
else {
  const { test, oos_test } = JSON.parse(clinc) as Record<"test" | "oos_test", [string, string][]>;
  const pool = [...test, ...oos_test].map(([question]) => question);
  const questions = spread(pool, outside).map((question) => ({ question, adapter: null }));
  const counts = measureRouting(router, questions);
  console.log(share("CLINC150, belong to none: falsely accepted", counts.falselyAccepted, counts.outOfScope));
}

function spread<Value>(values: readonly Value[], wanted: number): Value[] {
  const groups = difficulties.map((difficulty) =>
    values.filter((value) => (value as Row).item?.difficulty === difficulty),
  );
  const sources = groups.some((group) => group.length > 0) ? groups : [values];
  return sources.flatMap((group, index) => {
    const share = Math.floor((wanted * (index + 1)) / sources.length) - Math.floor((wanted * index) / sources.length);
    return Array.from({ length: share }, (_, i) => group[Math.floor((i * group.length) / share)]!);
  });
}

function share(what: string, count: number, of: number): string {
  const [low, high] = wilsonInterval(count, of).map((end) => (100 * end).toFixed(1));
  return `${what} ${count} of ${of}, ${((100 * count) / of).toFixed(1)} % (95 % interval ${low}–${high})`;
}

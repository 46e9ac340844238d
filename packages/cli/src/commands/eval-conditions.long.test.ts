import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";
import { svampIsHere, writeSvamp } from "../../test/svamp-adapter.ts";

if (!svampIsHere) console.log("skipped: no data (SVAMP)");

test.skipIf(!svampIsHere)("SVAMP on the base under six conditions, one command, one table", async () => {
  await using made = await smallClass();
  await writeSvamp(made, { train: 100, eval: 20 });
  const { exitCode, stdout } = await made.loco("eval", "svamp", "--conditions", "all", "--json");
  const { data } = JSON.parse(stdout) as { data: { items: number; rows: Record<string, unknown>[] } };
  expect({ exitCode, items: data.items }).toEqual({ exitCode: 0, items: 20 });
  expect(data.rows.map(({ condition }) => condition)).toEqual([
    "plain",
    "few-shot:4",
    "chain-of-thought",
    "re-read",
    "vote:5",
    "calculator",
  ]);
  expect(data.rows[5]).toMatchObject({
    interval: [expect.any(Number), expect.any(Number)],
    againstPlain: { items: 20 },
  });
});

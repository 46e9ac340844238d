import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { hashOf, type Run } from "@locollm/core";
import { openRunFolder, readRun } from "@locollm/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

// The commands that reports print, run in a shell as they are printed.

const rows = "semesters/2026-s2/adapters/iso-dates/data/eval.jsonl";
const odd = `it's “$5” \u202E\u0007 \u{e0041}`;
let made: Awaited<ReturnType<typeof smallClass>>;
let runs: { readonly adapter: Run; readonly basePlain: Run };

beforeAll(async () => {
  made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 60, eval: 8 });
  const file = path.join(made.root, rows);
  const [first, second, ...others] = (await readFile(file, "utf8")).trim().split("\n");
  const named = [odd, "-x"].map((id, i) => JSON.stringify({ ...JSON.parse([first!, second!][i]!), id }));
  await made.write(rows, `${[...named, ...others].join("\n")}\n`);
  const { stdout } = await made.loco("eval", "iso-dates", "--no-write", "--json");
  const { data } = JSON.parse(stdout) as { data: { runs: Record<keyof typeof runs, string> } };
  const run = async (name: keyof typeof runs) => (await readRun(made.root, path.basename(data.runs[name]))).run;
  runs = { adapter: await run("adapter"), basePlain: await run("basePlain") };
}, 300_000);
afterAll(() => made?.[Symbol.asyncDispose]());

interface Shown {
  readonly item: string;
  readonly reproduce: string;
  readonly after: { readonly output: string; readonly outcome: string; readonly reason?: string };
}

async function reported(after: string, before: string): Promise<Shown[]> {
  expect(await made.loco("report", after, before, "--report", "r.json")).toMatchObject({ exitCode: 0 });
  return (JSON.parse(await readFile(path.join(made.root, "r.json"), "utf8")) as { items: Shown[] }).items;
}

/** A copy of a run that differs in what is given. */
async function copied(run: Run, changes: Partial<Run>): Promise<string> {
  const { samples, timings } = await readRun(made.root, run.id);
  const id = hashOf({ ...changes, of: run.id } as never);
  await openRunFolder(made.root).write({ ...run, ...changes, id }, samples, timings);
  return id;
}

test.skipIf(process.platform === "win32")(
  "ids of any characters are asked again, with the answer that the report shows",
  { timeout: 120_000 },
  async () => {
    for (const { item, reproduce, after } of (await reported(runs.basePlain.id, runs.adapter.id)).slice(0, 2)) {
      expect(reproduce).toMatch(/^loco eval iso-dates --item/);
      const { exitCode, stdout } = await made.shell(`${reproduce} --json`);
      expect(exitCode).toBe(0);
      const { data } = JSON.parse(stdout) as { data: { item: { id: string }; sides: object[] } };
      expect(data.item.id).toBe(item);
      expect(data.sides[1]).toMatchObject({ name: "base, plain", output: after.output });
    }
  },
);

test.skipIf(process.platform === "win32")(
  "of a recorded run, of other weights and of two bases, the stored answers are shown",
  async () => {
    const { generator } = runs.basePlain;
    const recorded = await copied(runs.basePlain, { generator: { ...generator, kind: "recorded" } });
    const otherFile = await copied(runs.basePlain, {
      generator: { ...generator, base: { ...generator.base, sha256: hashOf("other") } },
    });
    const otherWeights = await copied(runs.adapter, {
      generator: { ...runs.adapter.generator, adapter: { id: "2026-s2/iso-dates", sha256: hashOf("weights") } },
    });
    for (const [after, before] of [
      [recorded, runs.adapter.id],
      [runs.basePlain.id, otherFile],
      [otherWeights, runs.basePlain.id],
    ] as const) {
      const [first] = await reported(after, before);
      expect(first!.reproduce).toMatch(`loco report ${after.slice(0, 12)} ${before.slice(0, 12)} --item $'it`);
      const { exitCode, stdout } = await made.shell(first!.reproduce);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("it's “$5” <U+202E>␇ <U+E0041>, hard, of 2026-s2/iso-dates on smollm2");
      expect(stdout).toContain(`  answer    ${first!.after.output.split("\n")[0]}`);
      expect(stdout).toContain(first!.after.reason ?? ": right");
      expect(stdout).toMatch(/may be wrong/);
    }
    expect(await made.loco("report", recorded, runs.adapter.id, "--item", "eval-3")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("These runs hold no item called eval-3.") as string,
    });
  },
);

test.skipIf(process.platform === "win32")("a row that is gone is shown as it was answered", async () => {
  const before = await readFile(path.join(made.root, rows), "utf8");
  await made.write(rows, before.split("\n").slice(1).join("\n"));
  const [gone, still] = await reported(runs.adapter.id, runs.basePlain.id);
  expect(still!.reproduce).toBe("loco eval iso-dates --item=-x");
  expect(gone!.reproduce).toMatch(/^loco report /);
  const { exitCode, stdout } = await made.shell(gone!.reproduce);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(gone!.after.output) });
  expect(stdout).toContain("has changed since this was measured");
  await made.write(rows, before);
});

test.skipIf(process.platform === "win32")(
  "an endpoint that wants a key is asked again with it; one whose address is not kept whole is not",
  { timeout: 120_000 },
  async () => {
    const server = createServer((request, response) => {
      request.resume();
      const known = request.headers.authorization === "Bearer s3cret";
      response.statusCode = known ? 200 : 401;
      const choices = [{ finish_reason: "stop", message: { role: "assistant", content: "1999-01-01" } }];
      response.end(JSON.stringify(known ? { choices } : { error: { message: "no key" } }));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const env = { LOCO_TEST_KEY: "s3cret" };
      const asked = async (address: string) => {
        const to = `--send-to "${address}" --model 'big; model' --key-from LOCO_TEST_KEY --subject remote --json`;
        const { stdout } = await made.shell(`loco eval iso-dates ${to}`, env);
        const { data } = JSON.parse(stdout) as { data: { rows: { run: string }[] } };
        return data.rows[0]!.run;
      };
      const run = await asked(`${url}/it's/v1`);
      const { reproduce } = (await reported(run, run))[2]!;
      expect(reproduce.replace(url, "URL")).toBe(
        `loco eval iso-dates --conditions plain --subject remote --send-to "URL/it's/v1/chat/completions" --model "big; model" --key-from LOCO_TEST_KEY --item eval-0003`,
      );
      const again = await made.shell(reproduce, env);
      expect(again.exitCode).toBe(0);
      expect(again.stdout).toContain("  answer    1999-01-01");
      expect(await readFile(path.join(made.root, "r.json"), "utf8")).not.toContain("s3cret");

      const versioned = await asked(`${url}/v1?version=2`);
      const stored = (await reported(versioned, versioned))[2]!.reproduce;
      expect(stored).toMatch(/^loco report /);
      expect((await made.shell(stored)).stdout).toContain("  answer    1999-01-01");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);

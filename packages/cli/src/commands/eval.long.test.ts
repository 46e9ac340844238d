import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { freshHome } from "../../test/fresh-home.ts";
import { smallClass } from "../../test/small-class.ts";

const kills = 5;

/** What a command says and all that it keeps, times aside, after it was killed so many times. */
async function evaluated(home: string, command: readonly string[], killed: number) {
  await using made = await smallClass({ home });
  await made.copyAdapter("iso-dates", { train: 20, eval: 8 });
  const signals: unknown[] = [];
  for (let kill = 0; kill < killed; kill++) {
    const running = made.start(...command);
    // The first kill is sure to come in the middle, however fast the machine is.
    if (kill === 0) {
      for await (const line of running.iterable({ from: "stderr" }))
        if (/: \d+ of \d+/.test(line)) running.kill("SIGKILL");
    } else {
      await delay(3000 + Math.random() * 9000);
      running.kill("SIGKILL");
    }
    signals.push((await running).signal);
  }
  const { stdout } = await made.loco(...command);
  const files: Record<string, string> = {};
  for await (const name of glob(".loco/runs/**/*.json{,l}", { cwd: made.root }))
    if (!name.endsWith("timing.jsonl")) files[name] = await readFile(path.join(made.root, name), "utf8");
  return { signals, files, data: (JSON.parse(stdout) as { data: object }).data };
}

test.each([
  { what: "an evaluation", command: ["eval", "iso-dates", "--json"], runs: 3 },
  {
    what: "a table of conditions",
    command: ["eval", "iso-dates", "--json", "--subject", "base,adapter", "--conditions", "plain,vote:3"],
    runs: 4,
  },
])("killed five times at random points, $what ends with the bytes of an unbroken one", async ({ command, runs }) => {
  await using unbrokenHome = await freshHome();
  await using brokenHome = await freshHome();
  const unbroken = await evaluated(unbrokenHome.home, command, 0);
  expect(Object.keys(unbroken.files).filter((name) => name.endsWith("samples.jsonl"))).toHaveLength(runs);
  const broken = await evaluated(brokenHome.home, command, kills);
  expect(broken.signals[0]).toBe("SIGKILL");
  expect({ data: broken.data, files: broken.files }).toEqual({ data: unbroken.data, files: unbroken.files });
});

test.skipIf(process.platform === "win32")("Ctrl-C ends an evaluation at once, and what it had is kept", async () => {
  await using own = await freshHome();
  await using made = await smallClass(own);
  await made.copyAdapter("iso-dates", { train: 20, eval: 8 });
  const { running, signal } = made.startGroup("eval", "iso-dates");
  let pressed = 0;
  for await (const line of running.iterable({ from: "stderr" }))
    if (/looking for its best prompt/.test(line) && pressed++ === 0) signal("SIGINT");
  const { exitCode, stdout, stderr } = await running;
  expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: "" });
  expect(stderr).toMatch(/\nInterrupted\.\nWhat was finished is kept: the same command goes on from there\.$/);
  const again = await made.loco("eval", "iso-dates");
  expect(again).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("8 of 8 (8 from the cache)") as string,
  });
});

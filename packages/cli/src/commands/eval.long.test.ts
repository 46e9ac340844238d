import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { freshHome } from "../../test/fresh-home.ts";
import { smallClass } from "../../test/small-class.ts";

const kills = 5;

async function evaluated(home: string, killed: number) {
  const made = await smallClass({ home });
  await made.copyAdapter("iso-dates", { train: 20, eval: 48 });
  for (let kill = 0; kill < killed; kill++) {
    const running = made.start("eval", "iso-dates", "--json");
    await delay(3000 + Math.random() * 9000);
    running.kill("SIGKILL");
    await running;
  }
  const { stdout } = await made.loco("eval", "iso-dates", "--json");
  const { data } = JSON.parse(stdout) as { data: { runs: Record<string, string> } };
  const files = await Promise.all(
    Object.values(data.runs).map((folder) => readFile(path.join(made.root, folder, "samples.jsonl"), "utf8")),
  );
  await made[Symbol.asyncDispose]();
  return { data, files };
}

test(
  "killed five times at random points, an evaluation ends with the bytes of an unbroken one",
  { timeout: 1_200_000 },
  async () => {
    await using unbrokenHome = await freshHome();
    await using brokenHome = await freshHome();
    const unbroken = await evaluated(unbrokenHome.home, 0);
    const broken = await evaluated(brokenHome.home, kills);
    expect(broken).toEqual(unbroken);
  },
);

test.skipIf(process.platform === "win32")("Ctrl-C ends an evaluation at once, and what it had is kept", async () => {
  await using own = await freshHome();
  await using made = await smallClass(own);
  await made.copyAdapter("iso-dates", { train: 20, eval: 48 });
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
    stderr: expect.stringContaining("48 of 48 (48 from the cache)") as string,
  });
});

import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "loco-empty-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

test("what a command costs is told without the download that it would start with", { timeout: 60_000 }, async () => {
  await using made = await smallClass({ home });
  await made.copyAdapter("iso-dates", { train: 8, eval: 4 });
  const commands = [
    ["estimate", "iso-dates"],
    ["train", "iso-dates", "--estimate"],
    ["tour", "--estimate"],
  ];
  for (const command of commands) {
    const { exitCode, stdout } = await made.loco(...command);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^SmolLM2 135M Instruct, 4 bits \(Q4_1\) is not here yet: 98\.4 MB to download, once, and as much on disk\. Training also makes its Python environment, once: at most .* to download, .* on disk\. Time and memory can be judged once it is: loco base fetch smollm2-135m-instruct-q4-1$/,
    );
  }
  expect(await readdir(home)).not.toContain("bases");
});

test(
  "an adapter that is not trained on the base is refused before the base is fetched",
  { timeout: 60_000 },
  async () => {
    await using made = await smallClass({ home });
    await made.copyAdapter("iso-dates", { train: 8, eval: 4 });
    const { exitCode, stderr } = await made.loco(
      "ask",
      "When?",
      "--adapter",
      "iso-dates",
      "--base",
      "gemma-3-270m-q4-k-m",
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain("was not trained on gemma-3-270m-q4-k-m");
    expect(stderr).not.toContain("Fetching");
  },
);

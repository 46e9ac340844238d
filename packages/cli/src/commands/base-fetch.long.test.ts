import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fetchBase, hashFile, readWorkspace } from "@locollm/store";
import { expect, test } from "vitest";
import { slowServer } from "../../test/slow-server.ts";
import { repository, smallClass } from "../../test/small-class.ts";

const file = "bases/smollm2-135m-instruct-q4-1.yaml";

test.skipIf(process.platform === "win32")(
  "a download that is killed again and again, and once interrupted, ends with the same file",
  { timeout: 600_000 },
  async () => {
    const { bases } = await readWorkspace(repository);
    const manifest = bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
    const whole = await fetchBase(manifest);
    const { size } = await stat(whole.path);
    await using server = await slowServer(whole.path, 12e6);
    const home = await mkdtemp(path.join(os.tmpdir(), "loco dówn-"));
    await using made = await smallClass({ home });
    const written = await readFile(path.join(made.root, file), "utf8");
    await made.write(file, written.replace(/^sources:\n(?: .*\n)+/m, `sources: ["${server.address}"]\n`));

    const downloads = path.join(home, "downloads");
    const there = async (): Promise<number> => {
      const names = await readdir(downloads).catch(() => []);
      const part = names.find((name) => name.endsWith(".part"));
      return part === undefined ? 0 : (await stat(path.join(downloads, part))).size;
    };
    /** Lets a download run until so much more is on the disk. */
    const until = async (share: number) => {
      while ((await there()) < share * size) await delay(20);
    };
    for (const share of [0.15, 0.3, 0.5]) {
      const { running, signal } = made.startGroup("base", "fetch");
      await until(share);
      signal("SIGKILL");
      expect(await running).toMatchObject({ isTerminated: true, signal: "SIGKILL" });
      expect(await readdir(path.join(home, "bases"))).toEqual([]);
    }
    const { running, signal } = made.startGroup("base", "fetch", "--json");
    await until(0.65);
    signal("SIGINT");
    const { exitCode, stdout } = await running;
    expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({
      exitCode: 130,
      ok: false,
      findings: [{ code: "interrupted", fix: "What was finished is kept: the same command goes on from there." }],
    });

    server.served.bytesPerSecond = Infinity;
    const done = await made.loco("base", "fetch");
    expect(done.exitCode).toBe(0);
    const [name] = (await readdir(path.join(home, "bases"))).filter((each) => each.endsWith(".gguf"));
    expect(name).toBe(`${manifest.file.sha256}.gguf`);
    expect(await hashFile(path.join(home, "bases", name!))).toBe(manifest.file.sha256);
    expect(await readdir(downloads)).toEqual([]);
    // Each start went on where the one before stood: what was sent twice is only what had not reached the disk.
    const { bytes, ranges } = server.served;
    expect(ranges).toHaveLength(5);
    expect(ranges.slice(1).every((from, at) => from !== null && from > (ranges[at] ?? 0))).toBe(true);
    expect(bytes).toBeLessThan(1.2 * size);
    await rm(home, { recursive: true, force: true });
  },
);

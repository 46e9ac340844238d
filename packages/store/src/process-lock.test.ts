import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withProcessLock, type LockHolder } from "./process-lock.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco-lock-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const module = new URL("./process-lock.ts", import.meta.url).href;

function child(source: string) {
  const code = `import { withProcessLock } from ${JSON.stringify(module)};\n${source}`;
  return spawn(process.execPath, ["--conditions=@locollm/source", "--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("processes that add to one file never tread on each other", async () => {
  const counter = path.join(folder, "counter");
  const lock = path.join(folder, "counter.lock");
  await writeFile(counter, "0");
  const source = `
    import { readFile, writeFile } from "node:fs/promises";
    for (let i = 0; i < 20; i++) await withProcessLock(${JSON.stringify(lock)}, {}, async () => {
      const value = Number(await readFile(${JSON.stringify(counter)}, "utf8"));
      await new Promise((done) => setTimeout(done, 1));
      await writeFile(${JSON.stringify(counter)}, String(value + 1));
    });`;
  const exits = await Promise.all(
    [child(source), child(source), child(source)].map((process) => once(process, "exit")),
  );
  expect(exits.map(([code]) => code as number)).toEqual([0, 0, 0]);
  expect(await readFile(counter, "utf8")).toBe("60");
  expect(existsSync(lock)).toBe(false);
}, 60_000);

test("a lock whose owner was killed is taken over, and the waiter is told whom it waits for", async () => {
  const lock = path.join(folder, "killed.lock");
  const owner = child(`await withProcessLock(${JSON.stringify(lock)}, {}, () => {
    console.log("held");
    return new Promise((done) => setTimeout(done, 1e6));
  });`);
  await once(owner.stdout, "data");
  const waited: (LockHolder | null)[] = [];
  const running = withProcessLock(
    lock,
    {
      onWait: (holder) => {
        waited.push(holder);
        owner.kill("SIGKILL");
      },
    },
    () => Promise.resolve("mine"),
  );
  expect(await running).toBe("mine");
  expect(waited.map((holder) => holder?.pid)).toEqual([owner.pid]);
}, 60_000);

test("waiting ends when it is aborted", async () => {
  const lock = path.join(folder, "aborted.lock");
  await withProcessLock(lock, {}, async () => {
    const controller = new AbortController();
    const waiting = withProcessLock(lock, { signal: controller.signal, onWait: () => controller.abort() }, () =>
      Promise.resolve(),
    );
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});

import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sealedResultsSchema } from "@locollm/core";
import { homeFolders, locoHome } from "@locollm/store";
import { expect, test, vi } from "vitest";
import { canary, filesWithCanary, jsonl, sealedClass, sealedRow } from "../../test/sealed-rows.ts";

const adapter = "semesters/2026-s2/adapters/iso-dates";

/** A home and a folder for temporary files of its own, so that all that a command leaves anywhere can be looked through. */
async function ownPlaces() {
  const place = await mkdtemp(path.join(os.tmpdir(), "loco-places-"));
  const home = path.join(place, "home");
  await cp(path.join(locoHome(), homeFolders.bases), path.join(home, homeFolders.bases), {
    recursive: true,
    preserveTimestamps: true,
  });
  await mkdir(path.join(place, "temporary"));
  vi.stubEnv("TMPDIR", path.join(place, "temporary"));
  return {
    home,
    /** Files with the canary, without those of the instructor's folder that hold the rows. */
    withCanary: async () =>
      (await filesWithCanary(place)).filter((name) => !/loco-instructor-\w+.iso-dates\.jsonl$/.test(name)),
    [Symbol.asyncDispose]: async () => {
      vi.unstubAllEnvs();
      await rm(place, { recursive: true, force: true });
    },
  };
}

test(
  "sealed, graded, revealed: counts come out, and no word of a row before it is revealed",
  { timeout: 300_000 },
  async () => {
    await using own = await ownPlaces();
    await using made = await sealedClass({ home: own.home });
    expect(await made.loco("semester", "seal", made.folder, "--by", "team-red")).toMatchObject({ exitCode: 0 });
    expect((await made.loco("semester", "reveal", path.join(made.folder, "results"))).exitCode).toBe(2);

    const graded = await made.loco("grade", "--sealed", made.folder);
    expect(graded.stderr).not.toContain("rror:");
    expect(graded.exitCode).toBe(0);
    expect(graded.stdout).toMatch(/^2026-s2\/iso-dates, sealed: better: the adapter is right on \d+ of 24, the base /);
    expect(graded.stdout).toContain(`In ${path.join(made.folder, "results")}, for you alone until`);
    expect(graded.stderr).not.toContain(canary);
    const file = path.join(made.folder, "results/iso-dates.json");
    const results = sealedResultsSchema.parse(JSON.parse(await readFile(file, "utf8")));
    expect(results).toMatchObject({
      adapter: "2026-s2/iso-dates",
      rows: { items: 24, inTraining: 0 },
      public: { adapter: { items: 24 } },
      sealed: { adapter: { items: 24, errors: 0 }, base: { items: 24, errors: 0 }, verdict: { outcome: "better" } },
    });
    expect(results.gap).toBeUndefined();
    expect(await own.withCanary()).toEqual([]);
    expect((await readdir(path.join(made.root, ".loco"), { recursive: true })).length).toBeGreaterThan(0);

    // The ordinary record of the very same files stands, and the same weights give the same counts.
    const again = await made.loco("grade", "--sealed", made.folder, "iso-dates");
    expect(again.stderr).not.toContain("Written:");
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(results);

    // Interrupted in the middle: nothing is left, and the results stay as they were.
    const running = made.start("grade", "--sealed", made.folder, "iso-dates");
    running.stderr!.on("data", (data: Buffer) => {
      if (data.toString().includes("Sealed rows of")) setTimeout(() => running.kill("SIGINT"), 1500);
    });
    const interrupted = await running;
    expect([0, 130]).toContain(interrupted.exitCode);
    expect(`${interrupted.stdout}${interrupted.stderr}`).not.toContain(canary);
    expect(await own.withCanary()).toEqual([]);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(results);

    // Failed at the end, when all has been answered.
    await rm(path.join(made.folder, "results"), { recursive: true });
    await writeFile(path.join(made.folder, "results"), "in the way");
    const failed = await made.loco("grade", "--sealed", made.folder, "iso-dates");
    expect(failed.exitCode).toBe(3);
    expect(`${failed.stdout}${failed.stderr}`).not.toContain(canary);
    expect(await own.withCanary()).toEqual([]);
    await rm(path.join(made.folder, "results"));
    await made.loco("grade", "--sealed", made.folder, "iso-dates", "--json");
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(results);

    const revealed = await made.loco("semester", "reveal", made.folder);
    expect(revealed.exitCode).toBe(0);
    expect(revealed.stdout).toMatch(
      /^2026-s2\/iso-dates: 24 rows, proven\.\nThe adapter is right on \d+ of 24 public items/,
    );
    expect((await own.withCanary()).map((name) => path.basename(name)).sort()).toEqual(["sealed.jsonl"]);
    expect(await readFile(path.join(made.root, adapter, "data/sealed.jsonl"), "utf8")).toBe(
      jsonl(Array.from({ length: 24 }, (_, i) => sealedRow(i + 1))),
    );
    const written = path.join(made.root, adapter, "sealed-results", `${results.base.id}.json`);
    expect(JSON.parse(await readFile(written, "utf8"))).toMatchObject({ ...results, gap: { level: 0.95 } });
    expect(await made.loco("check", "iso-dates")).toMatchObject({ exitCode: 0 });
    expect(await made.loco("semester", "reveal", made.folder)).toMatchObject({ stdout: revealed.stdout });

    await writeFile(path.join(made.root, adapter, "data/sealed.jsonl"), jsonl([sealedRow(1)]));
    expect((await made.loco("check", "iso-dates")).stdout).toContain("[sealed-changed]");
  },
);

import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
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

/** A sealed row that may stand in the repository too, without the canary. */
const plainRow = {
  id: "sealed-plain",
  prompt: "The lighthouse was handed over to its last keeper on March 21, 1987.",
  answer: "1987-03-21",
  difficulty: "medium",
};

async function filesAndSizes(...folders: string[]): Promise<string[]> {
  const entries = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })));
  const files = entries.flat().filter((entry) => entry.isFile());
  const sized = files.map(async ({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    return `${file} ${(await stat(file)).size}`;
  });
  return (await Promise.all(sized)).sort();
}

test(
  "sealed, graded, revealed: counts come out, and no word of a row before it is revealed",
  { timeout: 300_000 },
  async () => {
    await using places = await ownPlaces();
    await using made = await sealedClass({ home: places.home });
    const sealedText = jsonl([...Array.from({ length: 24 }, (_, i) => sealedRow(i + 1)), plainRow]);
    await made.writeSealed(sealedText);
    expect(await made.loco("semester", "seal", made.folder, "--by", "team-red")).toMatchObject({ exitCode: 0 });
    expect((await made.loco("semester", "reveal", path.join(made.folder, "results"))).exitCode).toBe(2);

    // Training rows come after the sealed ones: what both ask measures nothing, and is left out.
    const train = path.join(made.root, adapter, "data/train.jsonl");
    const trainingRows = await readFile(train, "utf8");
    await writeFile(train, `${trainingRows}${jsonl([{ ...plainRow, id: "train-late" }])}`);
    const file = path.join(made.folder, "results/iso-dates.json");
    const resultsNow = async () => sealedResultsSchema.parse(JSON.parse(await readFile(file, "utf8")));
    expect((await made.loco("grade", "--sealed", made.folder, "iso-dates")).stdout).toContain(
      "1 of 25 rows were left out: training has seen their questions.",
    );
    expect(await resultsNow()).toMatchObject({
      rows: { items: 25, inTraining: 1 },
      sealed: { adapter: { items: 24 } },
    });
    await writeFile(train, trainingRows);

    const graded = await made.loco("grade", "--sealed", made.folder);
    expect(graded.stderr).not.toContain("rror:");
    expect(graded.exitCode).toBe(0);
    expect(graded.stdout).toMatch(/^2026-s2\/iso-dates, sealed: better: the adapter is right on \d+ of 25, the base /);
    expect(graded.stdout).toContain(`In ${path.join(made.folder, "results")}, for you alone until`);
    expect(graded.stderr).not.toContain(canary);
    const results = await resultsNow();
    expect(results).toMatchObject({
      adapter: "2026-s2/iso-dates",
      rows: { items: 25, inTraining: 0 },
      public: { adapter: { items: 24 } },
      sealed: { adapter: { items: 25, errors: 0 }, base: { items: 25, errors: 0 }, verdict: { outcome: "better" } },
    });
    expect(results.gap).toBeUndefined();
    expect(await places.withCanary()).toEqual([]);
    expect((await readdir(path.join(made.root, ".loco"), { recursive: true })).length).toBeGreaterThan(0);

    // Interrupted in the middle: nothing is left, and the results stay as they were.
    const running = made.start("grade", "--sealed", made.folder, "iso-dates");
    running.stderr!.on("data", (data: Buffer) => {
      if (data.toString().includes("Sealed rows of")) setTimeout(() => running.kill("SIGINT"), 1500);
    });
    const interrupted = await running;
    expect([0, 130]).toContain(interrupted.exitCode);
    expect(`${interrupted.stdout}${interrupted.stderr}`).not.toContain(canary);
    expect(await places.withCanary()).toEqual([]);
    expect(await resultsNow()).toEqual(results);

    // Failed at the end, when all has been answered.
    await rm(path.join(made.folder, "results"), { recursive: true });
    await writeFile(path.join(made.folder, "results"), "in the way");
    const failed = await made.loco("grade", "--sealed", made.folder, "iso-dates");
    expect(failed.exitCode).toBe(3);
    expect(`${failed.stdout}${failed.stderr}`).not.toContain(canary);
    expect(await places.withCanary()).toEqual([]);
    await rm(path.join(made.folder, "results"));
    // The ordinary record of the very same files stands, so that nothing at all is written but the results: no answer is cached.
    const before = await filesAndSizes(made.root, places.home);
    expect((await made.loco("grade", "--sealed", made.folder, "iso-dates", "--json")).stderr).not.toContain("Written:");
    expect(await filesAndSizes(made.root, places.home)).toEqual(before);
    expect(await resultsNow()).toEqual(results);

    const revealed = await made.loco("semester", "reveal", made.folder);
    expect(revealed.exitCode).toBe(0);
    expect(revealed.stdout).toMatch(
      /^2026-s2\/iso-dates: 25 rows, proven\.\nThe adapter is right on \d+ of 24 public items/,
    );
    expect((await places.withCanary()).map((name) => path.basename(name)).sort()).toEqual(["sealed.jsonl"]);
    expect(await readFile(path.join(made.root, adapter, "data/sealed.jsonl"), "utf8")).toBe(sealedText);
    const written = path.join(made.root, adapter, "sealed-results", `${results.base.id}.json`);
    expect(JSON.parse(await readFile(written, "utf8"))).toMatchObject({ ...results, gap: { level: 0.95 } });
    expect(await made.loco("check", "iso-dates")).toMatchObject({ exitCode: 0 });
    const reported = await made.loco("eval", "iso-dates", "--no-write");
    expect(reported.stdout).toContain("Public and sealed items\nThe adapter is right on ");
    expect(await made.loco("semester", "reveal", made.folder)).toMatchObject({ stdout: revealed.stdout });

    // Who writes better results into the folder is told, and his figures are not shown.
    const own = JSON.parse(await readFile(written, "utf8")) as { sealed: { adapter: { right: number } } };
    const better = { ...own, sealed: { ...own.sealed, adapter: { ...own.sealed.adapter, right: 1 } } };
    await writeFile(written, JSON.stringify(better));
    expect((await made.loco("check", "iso-dates")).stdout).toContain("[sealed-changed]");
    await made.loco("semester", "reveal", made.folder);
    await writeFile(path.join(made.root, adapter, "data/sealed.jsonl"), jsonl([sealedRow(1)]));
    expect((await made.loco("check", "iso-dates")).stdout).toContain("[sealed-changed]");
  },
);

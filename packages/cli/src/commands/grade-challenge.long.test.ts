import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { gitClass } from "../../test/git-class.ts";
import { repository } from "../../test/small-class.ts";

const folder = "semesters/2026-s2/adapters/iso-dates";

test(
  "a submission is held against the adapter of its name in an earlier semester, on the rows of both",
  { timeout: 300_000 },
  async () => {
    await using made = await gitClass();
    await made.git("checkout", "-q", "main");
    const rules = await readFile(path.join(repository, "semesters/2026-s1/semester.yaml"), "utf8");
    await mkdir(path.join(made.root, "semesters/2026-s1/adapters"), { recursive: true });
    await writeFile(
      path.join(made.root, "semesters/2026-s1/semester.yaml"),
      `${rules.replace(/^grade:\n( .*\n)*/m, "")}grade: { weights: submitted }\n`.replace(
        /minimumRows: .*/,
        "minimumRows: { train: 60, eval: 20 }",
      ),
    );
    const outOfScope = "semesters/2026-s1/out-of-scope.jsonl";
    await cp(path.join(repository, outOfScope), path.join(made.root, outOfScope));
    await made.copyAdapter("2026-s1/iso-dates", { train: 60, eval: 24 });
    await made.commit("an earlier semester");
    await made.git("checkout", "-q", "-B", "submission");
    await made.copyAdapter("iso-dates", { train: 120, eval: 40 });
    await made.commit("iso-dates");
    const graded = await made.loco("grade", "--base-ref", "main");
    expect(graded.exitCode).toBe(0);
    const record = await made.record("2026-s2/iso-dates");
    expect(record.challenged.map(({ adapter, items, verdict }) => [adapter, items, verdict.items])).toEqual([
      ["2026-s1/iso-dates", "the submission's", 40],
      ["2026-s1/iso-dates", "its own", 24],
    ]);
    // Both are good at dates, and so few rows show no difference, on whatever processor.
    for (const { right, verdict } of record.challenged) {
      expect(Math.min(right.submission, right.other)).toBeGreaterThan(0.6 * verdict.items);
      expect(verdict.outcome).not.toBe("not-decided");
    }
    expect(record.results!.againstBest.adjusted).toMatchObject({ method: "holm", comparisons: 4 });
    expect(graded.stdout).toContain("## Beside the adapter that serves these questions");
    expect(record.title).toMatch(
      /^2026-s2\/iso-dates: better than the base with its best prompt \(\+\d+\.\d points\); /,
    );

    // The earlier semester's is graded by the same command, by the rules of its own semester.
    await made.git("checkout", "-q", "-B", "earlier", "main");
    await made.copyAdapter("2026-s1/iso-dates", { train: 60, eval: 23 });
    await made.commit("a row less");
    const earlier = await made.loco("grade", "--base-ref", "main");
    expect({ exitCode: earlier.exitCode, stderr: earlier.stderr.match(/^error.*/gms) }).toEqual({
      exitCode: 0,
      stderr: null,
    });
    expect(await made.record("2026-s1/iso-dates")).toMatchObject({
      adapter: "2026-s1/iso-dates",
      weights: { from: "submitted", trainingData: "unverified" },
      results: { dataset: { items: 23 } },
      challenged: [
        { adapter: "2026-s1/iso-dates", items: "the submission's", verdict: { items: 23, won: 0, lost: 0 } },
        { adapter: "2026-s1/iso-dates", items: "its own", verdict: { items: 24, won: 0, lost: 0 } },
      ],
    });
    expect(earlier.stdout).toContain("Training data unverified");
  },
);

test(
  "a new version is held against the one that the class has; where only words change, its results stand",
  { timeout: 300_000 },
  async () => {
    await using made = await gitClass();
    await made.git("checkout", "-q", "main");
    await cp(path.join(repository, folder), path.join(made.root, folder), { recursive: true });
    await made.commit("iso-dates");

    await made.git("checkout", "-q", "-B", "submission");
    const card = path.join(made.root, folder, "README.md");
    await writeFile(card, `${await readFile(card, "utf8")}\nMore words.\n`);
    await made.commit("words");
    expect(await made.loco("grade", "--base-ref", "main", "--estimate")).toMatchObject({
      exitCode: 0,
      stdout: "Seconds: Nothing that is measured has changed, so the results stand.",
    });
    const stands = await made.loco("grade", "--base-ref", "main");
    expect(stands.exitCode).toBe(0);
    const committed = JSON.parse(
      await readFile(path.join(repository, folder, "results/smollm2-135m-instruct-q4-1.json"), "utf8"),
    ) as unknown;
    const record = await made.record("2026-s2/iso-dates");
    expect(record).toMatchObject({ conclusion: "success", weights: { from: "class" }, results: committed, harm: null });
    expect(record.timings.map(({ step }) => step)).toEqual(["reading", "checking"]);
    expect(stands.stdout).toContain("nothing that is measured has changed, so its results stand");

    // Figures that nobody measured are no words.
    const own = await readFile(card, "utf8");
    await writeFile(card, own.replace(/(?<=loco:measured:start -->\n[^]*?)\d+ of 240/, "239 of 240"));
    await made.commit("better figures");
    const boasted = await made.loco("grade", "--base-ref", "main");
    expect(boasted.exitCode).toBe(1);
    expect((await made.record("2026-s2/iso-dates")).findings).toMatchObject([
      { code: "card-drift", severity: "error" },
    ]);
    await writeFile(card, own);

    // A row more is another set: now it is measured, beside the version that the class has.
    await made.copyAdapter("iso-dates", { train: 120, eval: 40 });
    await made.git("checkout", "main", "--", `${folder}/results`);
    await made.commit("other rows");
    const measured = await made.loco("grade", "--base-ref", "main");
    expect(measured.exitCode).toBe(0);
    const second = await made.record("2026-s2/iso-dates");
    expect(second.results!.dataset.items).toBe(40);
    // The same weights under the same prompt: whatever they answer, both answer it.
    for (const { adapter, right, verdict } of second.challenged) {
      expect(adapter).toBe("2026-s2/iso-dates");
      expect(right.submission).toBe(right.other);
      expect(verdict).toMatchObject({ outcome: "no-difference-shown", won: 0, lost: 0 });
    }
    expect(second.challenged.map(({ items, verdict }) => [items, verdict.items])).toEqual([
      ["the submission's", 40],
      ["its own", 240],
    ]);
    expect(second.route).toBe(false);
    expect(second.title).toContain("no better than 2026-s2/iso-dates is shown");
  },
);

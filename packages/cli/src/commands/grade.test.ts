import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { instructorRecordSchema } from "@locollm/core";
import { expect, test } from "vitest";
import { gitClass } from "../../test/git-class.ts";
import { repository } from "../../test/small-class.ts";

const adapters = "semesters/2026-s2/adapters";

test("a good submission is measured, alone, beside the others, and in words", { timeout: 300_000 }, async () => {
  await using made = await gitClass();
  await made.copyAdapter("iso-dates", { train: 60, eval: 24 });
  await made.commit("iso-dates");
  const graded = await made.loco("grade", "--base-ref", "main");
  expect(graded.stderr).not.toContain("Error");
  expect(graded.exitCode).toBe(0);
  const record = await made.record("2026-s2/iso-dates");
  expect(record).toMatchObject({
    adapter: "2026-s2/iso-dates",
    conclusion: "success",
    weights: { from: "submitted", trainingData: "unverified" },
    results: { againstBest: { outcome: "better", adjusted: { method: "holm", comparisons: 2 } } },
    challenged: [],
    harm: { items: 40, verdict: { items: 40 } },
  });
  for (const words of [
    "Training data unverified",
    "better: the adapter is right on",
    "## What it does to the others",
    "## Where the time went",
    `loco grade --base-ref ${record.submission.base!.slice(0, 12)} --head-ref ${record.submission.head!.slice(0, 12)}`,
    "It may be wrong.",
  ])
    expect(graded.stdout).toContain(words);

  // The same folder without git is the same submission.
  const elsewhere = path.join(made.root, "elsewhere/iso-dates");
  await cp(path.join(made.root, adapters, "iso-dates"), elsewhere, { recursive: true });
  await made.git("checkout", "-q", "main");
  const placed = await made.loco("grade", "elsewhere/iso-dates");
  expect(placed).toMatchObject({ exitCode: 0 });
  const again = await made.record("2026-s2/iso-dates");
  expect(again.submission).toEqual({ from: "folder", head: null, base: null, files: record.submission.files });
  expect(again.results).toEqual(record.results);
  expect(again.harm).toEqual(record.harm);

  // What is the instructor's alone stands in the folder outside, and nowhere else.
  expect(await made.loco("grade", "elsewhere/iso-dates", "--records", "grades")).toMatchObject({ exitCode: 2 });
  const grades = await mkdtemp(path.join(os.tmpdir(), "loco-grades-"));
  try {
    const [inTime, at] = ["2026-11-20T17:30:00+11:00", "2026-11-21T17:30:00+11:00"];
    const kept = await made.loco("grade", "elsewhere/iso-dates", "--records", grades, "--received", at);
    expect(kept.stdout.replace(/Where the time went[^]*/, "")).toBe(
      placed.stdout.replace(/Where the time went[^]*/, ""),
    );
    const [name] = await readdir(path.join(grades, "2026-s2/iso-dates"));
    expect(name).toBe(`end-${record.submission.files!}.json`);
    const text = await readFile(path.join(grades, "2026-s2/iso-dates", name!), "utf8");
    expect(instructorRecordSchema.parse(JSON.parse(text))).toMatchObject({
      received: { at, by: "instructor" },
      late: { days: 1, keeps: 0.9 },
      tries: 3,
      author: null,
      parts: [{ part: "check" }, { part: "reproduces", points: null }, { part: "evaluation" }, { part: "card" }],
    });
    // Another submission of the same work is seen beside it, though neither is in the class.
    const twin = path.join(made.root, "elsewhere/calendar");
    await cp(elsewhere, twin, { recursive: true });
    const other = await made.loco("grade", "elsewhere/calendar", "--records", grades, "--received", inTime);
    expect(other.stderr).toContain("It has something in common with 2026-s2/iso-dates@1.0.0: look there.");
    expect(other.stdout).not.toContain("in common");
    // Graded again it came when it came; refused it uses no try; and everybody's points stand together, outside as well.
    expect((await made.loco("grade", "elsewhere/iso-dates", "--records", grades)).stderr).toContain(
      "try 1 of 3. Within",
    );
    await rm(path.join(elsewhere, "README.md"));
    await writeFile(path.join(elsewhere, "data/eval.jsonl"), "");
    const refused = await made.loco("grade", "elsewhere/iso-dates", "--records", grades, "--received", at);
    expect(refused.stderr).toContain("refused, which uses no try");
    expect(refused.stderr).toContain(`Another one counts: loco semester points ${grades}`);
    const points = await made.loco("semester", "points", grades, "--csv", path.join(grades, "points.csv"));
    expect(points.stdout.replaceAll(grades, "GRADES")).toMatchInlineSnapshot(`
      "adapter            deadline  counts           points  received                                                               open        in common with
      2026-s2/calendar   end       try 1 of 3  open of 100  In time.                                                               reproduces  2026-s2/iso-dates@1.0.0
      2026-s2/iso-dates  end       try 1 of 3  open of 100  Within the first day after the deadline: 90 % of the points are left.  reproduces  2026-s2/calendar@1.0.0

      counts: the last graded try that was not too late; else the last submission. open: parts whose points a person has to give, in the record.
      Written to GRADES/points.csv."
    `);
    expect(await readFile(path.join(grades, "points.csv"), "utf8")).toContain(
      "2026-s2/iso-dates,,2026-11-21T17:30:00+11:00",
    );
    expect(await made.loco("semester", "points", grades, "--csv", "points.csv")).toMatchObject({ exitCode: 2 });
  } finally {
    await rm(grades, { recursive: true });
  }
});

test("so many wrong rows that nobody would read of them are told by the first", { timeout: 120_000 }, async () => {
  await using made = await gitClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 20 });
  const row = (at: number) => `${JSON.stringify({ id: `r${at}`, question: "When?", answer: "Now" })}\n`;
  await made.write(
    `${adapters}/iso-dates/data/train.jsonl`,
    Array.from({ length: 30_000 }, (_, at) => row(at)).join(""),
  );
  await made.commit("a key with the wrong name");
  const graded = await made.loco("grade", "--base-ref", "main");
  expect(graded.exitCode).toBe(1);
  const { conclusion, findings } = await made.record("2026-s2/iso-dates");
  expect(conclusion).toBe("failure");
  expect(findings.length).toBeLessThan(1100);
  expect(findings.map(({ code }) => code)).toContain("findings-cut");
});

test("what cannot be measured says why, and what has nothing to measure is neutral", { timeout: 120_000 }, async () => {
  await using made = await gitClass();
  await made.write("notes.txt", "hello");
  await made.commit("a file of the class");
  expect(await made.loco("grade", "--base-ref", "main")).toMatchObject({ exitCode: 1 });
  expect(await made.record("none")).toMatchObject({
    adapter: null,
    conclusion: "failure",
    findings: [{ code: "outside-own-folder", file: "notes.txt" }],
  });

  await made.git("checkout", "-q", "-B", "submission", "main");
  expect(await made.loco("grade", "--base-ref", "main")).toMatchObject({ exitCode: 0 });
  expect(await made.record("none")).toMatchObject({ conclusion: "neutral", findings: [] });

  await made.copyAdapter("iso-dates", { train: 120, eval: 40 });
  const folder = path.join(made.root, adapters, "iso-dates");
  await appendFile(path.join(folder, "data/eval.jsonl"), "{not json\n");
  await rm(path.join(folder, "locks"), { recursive: true });
  await made.commit("broken");
  const broken = await made.loco("grade", "--base-ref", "main");
  expect(broken.exitCode).toBe(1);
  const record = await made.record("2026-s2/iso-dates");
  expect(record).toMatchObject({ conclusion: "failure", results: null, weights: null });
  expect(record.findings.map(({ code }) => code)).toContain("row-not-json");
  expect(broken.stdout).toContain("data/eval.jsonl, line 41");
});

test("submitted weights come from where the class allows, and are no larger", { timeout: 120_000 }, async () => {
  const submitted = "{ hosts: [files.example.org], maximumBytes: 20000000 }";
  await using made = await gitClass({ rules: `{ weights: submitted, submitted: ${submitted} }` });
  await made.copyAdapter("iso-dates", { train: 120, eval: 40 });
  const place = path.join(made.root, adapters, "iso-dates/locks/smollm2-135m-instruct-q4-1.json");
  const lock = await readFile(place, "utf8");
  const weights = path.join(made.root, adapters, "iso-dates/weights");
  const kept = path.join(made.root, ".loco/weights");
  await mkdir(path.dirname(kept), { recursive: true });
  await rename(weights, kept);
  const graded = async (change: (text: string) => string) => {
    await writeFile(place, change(lock));
    await rm(weights, { recursive: true, force: true });
    await made.commit("other weights");
    expect(await made.loco("grade", "--base-ref", "main")).toMatchObject({ exitCode: 1 });
    return (await made.record("2026-s2/iso-dates")).findings
      .filter(({ severity }) => severity === "error")
      .map(({ code, message, fix }) => `${code}: ${message} ${fix}`);
  };
  const from = (address: string) => (text: string) =>
    text.replace(/"source": "[^"]*"/, `"source": ${JSON.stringify(address)}`);
  expect({
    elsewhere: await graded(from("https://elsewhere.example.org/iso-dates.gguf")),
    plain: await graded(from("http://files.example.org/iso-dates.gguf")),
    huge: await graded((text) =>
      from("https://files.example.org/iso-dates.gguf")(text).replace(/"bytes": \d+/, `"bytes": 900000000`),
    ),
    "no address": await graded(from("https:")),
    missing: await graded((text) => text),
  }).toMatchInlineSnapshot(`
    {
      "elsewhere": [
        "weights-not-allowed: The weights of 2026-s2/iso-dates are not fetched: its lock names weights at https://elsewhere.example.org, and the semester takes them from files.example.org over https. Put them where grade.submitted in semester.yaml allows, or commit them to weights/ (10 MB at most).",
      ],
      "huge": [
        "weights-not-allowed: The weights of 2026-s2/iso-dates are not fetched: its weights have 900000000 bytes, and 20000000 are the most. Put them where grade.submitted in semester.yaml allows, or commit them to weights/ (10 MB at most).",
      ],
      "missing": [
        "weights-missing: The weights weights/smollm2-135m-instruct-q4-1.gguf that it names are not here. Bring back the committed file (git checkout -- semesters/2026-s2/adapters/iso-dates), or train again: loco train 2026-s2/iso-dates --base smollm2-135m-instruct-q4-1",
      ],
      "no address": [
        "weights-not-allowed: The weights of 2026-s2/iso-dates are not fetched: https: is no address. Put them where grade.submitted in semester.yaml allows, or commit them to weights/ (10 MB at most).",
      ],
      "plain": [
        "weights-not-allowed: The weights of 2026-s2/iso-dates are not fetched: its lock names weights at http://files.example.org, and the semester takes them from files.example.org over https. Put them where grade.submitted in semester.yaml allows, or commit them to weights/ (10 MB at most).",
      ],
    }
  `);

  const rules = path.join(made.root, "semesters/2026-s2/semester.yaml");
  await made.git("checkout", "-q", "main");
  await writeFile(rules, (await readFile(rules, "utf8")).replace("grade: {", "grade: { evaluationMinutes: 0.001,"));
  await made.commit("less of the machine");
  await made.git("checkout", "-q", "submission");
  await made.git("rebase", "-q", "main");
  await cp(kept, weights, { recursive: true });
  await made.commit("with weights");
  expect(await made.loco("grade", "--base-ref", "main")).toMatchObject({ exitCode: 1 });
  const [beyond] = (await made.record("2026-s2/iso-dates")).findings.filter(({ severity }) => severity === "error");
  expect(beyond).toMatchObject({ code: "evaluation-beyond-means", file: `${adapters}/iso-dates/data/eval.jsonl` });
  expect(beyond!.message).toMatch(
    /^It would be evaluated for about .*, and the class grades what takes 0\.1 s at most\.$/,
  );
});

test(
  "what only the gate writes is refused from a branch, and trained no longer than the class grants",
  { timeout: 180_000 },
  async () => {
    await using made = await gitClass({ rules: "{ weights: retrain, trainingMinutes: 0.001 }" });
    const iso = `${adapters}/iso-dates`;
    await cp(path.join(repository, iso), path.join(made.root, iso), { recursive: true });
    await made.commit("with all that was trained and measured elsewhere");
    const triage = `${adapters}/ticket-triage`;
    const brought = async (prefix: string) => {
      const graded = await made.loco("grade", "--base-ref", "main");
      const record = await made.record(`2026-s2/${path.basename(prefix)}`);
      expect({ exitCode: graded.exitCode, weights: record.weights }).toEqual({ exitCode: 1, weights: null });
      return record.findings
        .filter(({ severity }) => severity === "error")
        .map(({ code, file, message, fix }) => `${code} ${file?.slice(prefix.length + 1)}: ${message} ${fix}`)
        .map((line) => line.replaceAll(/[0-9a-f]{12}/g, "COMMIT"));
    };
    expect(await brought(iso)).toMatchInlineSnapshot(`
      [
        "output-brought locks/smollm2-135m-instruct-q4-1.json: This file is added, and only the gate writes it: it trains and measures by itself. Send the folder with loco submit, which leaves it out, or take it back: git rm --cached -- semesters/2026-s2/adapters/iso-dates/locks/smollm2-135m-instruct-q4-1.json",
        "output-brought results/smollm2-135m-instruct-q4-1.json: This file is added, and only the gate writes it: it trains and measures by itself. Send the folder with loco submit, which leaves it out, or take it back: git rm --cached -- semesters/2026-s2/adapters/iso-dates/results/smollm2-135m-instruct-q4-1.json",
        "output-brought weights/smollm2-135m-instruct-q4-1.gguf: This file is added, and only the gate writes it: it trains and measures by itself. Send the folder with loco submit, which leaves it out, or take it back: git rm --cached -- semesters/2026-s2/adapters/iso-dates/weights/smollm2-135m-instruct-q4-1.gguf",
      ]
    `);

    for (const name of ["locks", "results", "weights"]) await made.remove(`${iso}/${name}`);
    await made.commit("without");
    expect((await brought(iso)).map((line) => line.replaceAll(/\d+ (ms|s|min|h)\b/g, "TIME"))).toMatchInlineSnapshot(`
      [
        "training-beyond-means : It would train for about TIME TIME, and the class grades what trains in 0.TIME at most. Lower train.epochs, or send fewer or shorter training rows; loco estimate tells what is left.",
      ]
    `);

    await made.git("checkout", "-q", "-B", "submission", "main");
    await appendFile(path.join(made.root, triage, "locks/smollm2-135m-instruct-q4-1.json"), "\n");
    await made.remove(`${triage}/weights`);
    await made.commit("another lock, and no weights");
    expect(await brought(triage)).toMatchInlineSnapshot(`
      [
        "output-brought locks/smollm2-135m-instruct-q4-1.json: This file is changed, and only the gate writes it: it trains and measures by itself. Send the folder with loco submit, which leaves it out, or take it back: git checkout COMMIT -- semesters/2026-s2/adapters/ticket-triage/locks/smollm2-135m-instruct-q4-1.json",
        "output-brought weights/smollm2-135m-instruct-q4-1.gguf: This file is removed, and only the gate writes it: it trains and measures by itself. Send the folder with loco submit, which leaves it out, or take it back: git checkout COMMIT -- semesters/2026-s2/adapters/ticket-triage/weights/smollm2-135m-instruct-q4-1.gguf",
        "weights-missing locks/smollm2-135m-instruct-q4-1.json: The weights weights/smollm2-135m-instruct-q4-1.gguf that it names are not here. Bring back the committed file (git checkout -- semesters/2026-s2/adapters/ticket-triage), or train again: loco train 2026-s2/ticket-triage --base smollm2-135m-instruct-q4-1",
      ]
    `);
  },
);

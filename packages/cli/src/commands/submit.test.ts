import { expect, test } from "vitest";
import { classWithFork } from "../../test/class-with-fork.ts";

/** Hashes, times and sizes of one run, as words. */
function steady(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{64}\b/g, "SHA256")
    .replaceAll(/\b[0-9a-f]{40}\b/g, "COMMIT")
    .replaceAll(/\b[0-9a-f]{12}\b/g, "COMMIT12")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+1[01]:00 \(Aus/g, "LOCAL (Aus")
    .replaceAll(/(?<=, )\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "UTC")
    .replaceAll(/\d+ d( \d+ h)?(?= (before|after))/g, "DAYS")
    .replaceAll(/\d{8}T\d{6}Z-/g, "UTC-");
}

test("a folder is checked, pushed alone, asked for, and receipted", async () => {
  await using made = await classWithFork();
  await made.installGh();
  const folder = await made.copyAdapter("iso-dates");
  await made.write("notes.txt", "mine");
  await made.write(`${folder}/.DS_Store`, "x");
  const before = await made.git("status", "--porcelain");
  const { exitCode, stdout, stderr } = await made.loco("submit");
  expect(steady(stdout)).toMatchInlineSnapshot(`
    "Submitted 2026-s2/iso-dates 1.0.0
      commit    COMMIT
      files     6, 2.5 MB, sha256 SHA256
      branch    submit/2026-s2/iso-dates on origin (https://github.com/student/locollm.git)
      time      LOCAL (Australia/Sydney), UTC
      deadline  DAYS after the deadline proposal (2001-03-02T17:00:00+11:00); DAYS before the deadline project-1 (2999-10-09T17:00:00+11:00)
      request   https://github.com/class/locollm/pull/7"
  `);
  expect(steady(stderr)).toMatchInlineSnapshot(`
    "2026-s2/iso-dates 1.0.0, the only adapter that you changed: 6 files, 2.5 MB, held against the class at COMMIT12.
    Left out, as git ignores it: .DS_Store.
    Not sent, because the gate trains and measures by itself: results/smollm2-135m-instruct-q4-1.json.
    Changed, too, and not sent: notes.txt.
    Checked, and not measured here: CI does that (loco submit --dry-run shows it beforehand).
    Pushing submit/2026-s2/iso-dates to origin …
    Kept: .loco/receipts/2026-s2/iso-dates/UTC-COMMIT12.json"
  `);
  expect(exitCode).toBe(0);
  expect(await made.git("status", "--porcelain")).toBe(before);
  expect((await made.ghCalls()).map((call) => steady(call.join(" ")))).toMatchInlineSnapshot(`
    [
      "auth status --hostname github.com",
      "repo view github.com/student/locollm --json parent",
      "pr list --repo github.com/class/locollm --head submit/2026-s2/iso-dates --json url,headRepositoryOwner",
      "pr create --repo github.com/class/locollm --head student:submit/2026-s2/iso-dates --title 2026-s2/iso-dates 1.0.0 --body Submits \`2026-s2/iso-dates\` 1.0.0: one folder, 6 files, sent by \`loco submit\`.

    - commit \`COMMIT\`
    - files \`SHA256\` (sha256)

    The report comes as a comment, and is written anew with each push.",
    ]
  `);
  const between = ["main", "submit/2026-s2/iso-dates"];
  expect(await made.gitIn(made.server("student"), "diff", "--summary", ...between)).toMatchInlineSnapshot(`
    " create mode 100644 semesters/2026-s2/adapters/iso-dates/README.md
     create mode 100644 semesters/2026-s2/adapters/iso-dates/adapter.yaml
     create mode 100644 semesters/2026-s2/adapters/iso-dates/data/eval.jsonl
     create mode 100644 semesters/2026-s2/adapters/iso-dates/data/train.jsonl
     create mode 100644 semesters/2026-s2/adapters/iso-dates/locks/smollm2-135m-instruct-q4-1.json
     create mode 100644 semesters/2026-s2/adapters/iso-dates/weights/smollm2-135m-instruct-q4-1.gguf"
  `);
});

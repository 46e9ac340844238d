import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { moment } from "@locollm/core";
import { expect, test } from "vitest";
import { instructorRecord } from "../../test/instructor-record.ts";
import type { Submission } from "../submission/stage-submission.ts";
import { commitOf, receivedAt } from "./received.ts";

test("a commit's date is taken as the student's clock, and one that is none as now", async () => {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco dates-"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  try {
    git("init", "-q");
    const tree = git("write-tree");
    const commit = async (committer: string) => {
      const file = path.join(root, "commit");
      const who = "Ada =1+1 <ada@example.org>";
      await writeFile(file, `tree ${tree}\nauthor ${who} 1700000000 +0000\ncommitter ${committer}\n\nmine\n`);
      const head = git("hash-object", "-t", "commit", "-w", "--literally", file);
      return commitOf({ from: "git", head } as Submission, root);
    };
    const who = "Ada <ada@example.org>";
    expect(await commit(`${who} 1700000000 +1100`)).toEqual({
      at: "2023-11-15T09:13:20+11:00",
      by: "commit",
      author: "Ada =1+1 <ada@example.org>",
    });
    for (const date of [
      "1700000000 +9959",
      "1700000000 +2400",
      "99999999999999 +0000",
      "253402300800 +0000",
      "soon",
      "",
    ]) {
      const sent = await commit(`${who} ${date}`);
      expect(moment.safeParse(sent.at).success, date).toBe(true);
      expect(Date.parse(sent.at), date).toBeGreaterThan(0);
    }
  } finally {
    await rm(root, { recursive: true });
  }
});

test("when it came is what the instructor says, else what was said before", () => {
  const sent = { at: "2026-10-10T00:00:00Z", by: "commit" as const, author: null };
  expect(receivedAt(sent, undefined, undefined)).toEqual({ at: sent.at, by: "commit" });
  expect(receivedAt(sent, instructorRecord, undefined)).toEqual(instructorRecord.received);
  expect(receivedAt(sent, instructorRecord, sent.at)).toEqual({ at: sent.at, by: "instructor" });
});

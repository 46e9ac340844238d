import { appendFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { classWithFork } from "../../test/class-with-fork.ts";

const branch = "submit/2026-s2/iso-dates";
const folder = "semesters/2026-s2/adapters/iso-dates";

test("submitted again: on top, beside a class that moved, and after the class took it in one commit", async () => {
  await using made = await classWithFork();
  await made.installGh();
  await made.git("remote", "add", "upstream", "https://github.com/class/locollm.git");
  await made.copyAdapter("iso-dates");
  const server = made.server("student");
  /** Parents of the newest commit by their subjects, and what the branch differs in from the class's. */
  const shape = async () => {
    await made.git("fetch", "-q", "upstream");
    await made.git("fetch", "-q", "origin", branch);
    const parents = (await made.git("log", "-1", "--format=%P", "FETCH_HEAD")).split(" ");
    const subjects = await Promise.all(parents.map((one) => made.git("log", "-1", "--format=%s", one)));
    const base = await made.git("merge-base", "upstream/main", "FETCH_HEAD");
    const paths = await made.git("diff", "--name-only", base, "FETCH_HEAD");
    return { subjects, outside: paths.split("\n").filter((one) => one !== "" && !one.startsWith(`${folder}/`)) };
  };
  const change = (text: string) => appendFile(path.join(made.clone, folder, "README.md"), `${text}\n`);

  expect(await made.loco("submit")).toMatchObject({ exitCode: 0 });
  expect(await shape()).toEqual({ subjects: ["A class"], outside: [] });
  const first = await made.gitIn(server, "rev-parse", branch);

  const same = await made.loco("submit");
  expect(same.exitCode).toBe(0);
  expect(same.stdout).toContain(`Nothing changed since commit ${first.slice(0, 12)}, which is on ${branch}.`);
  expect(same.stdout).toContain("https://github.com/class/locollm/pull/7");
  expect(same.stdout).toContain("Nothing was sent.");
  expect(await made.gitIn(server, "rev-parse", branch)).toBe(first);

  await writeFile(path.join(made.maintainer, "README.md"), "A class that moved on\n");
  await made.maintain("The class moves on");
  await change("Second.");
  await made.installGh({ open: "https://github.com/class/locollm/pull/7" });
  expect(await made.loco("submit")).toMatchObject({ exitCode: 0 });
  expect(await shape()).toEqual({ subjects: ["Submit 2026-s2/iso-dates 1.0.0"], outside: [] });
  // The pull request is there already: nobody asks for a second one.
  expect((await made.ghCalls()).filter(([, verb]) => verb === "create")).toHaveLength(1);

  // Squashed: the branch's commits are not in the class, the folder is.
  await made.gitIn(made.maintainer, "fetch", "-q", server, branch);
  await made.gitIn(made.maintainer, "checkout", "-q", "FETCH_HEAD", "--", folder);
  await made.maintain("iso-dates, squashed");
  expect((await made.loco("submit", "iso-dates")).stdout).toContain("The class has this very folder already.");
  await change("Third.");
  expect(await made.loco("submit")).toMatchObject({ exitCode: 0 });
  expect(await shape()).toEqual({ subjects: ["Submit 2026-s2/iso-dates 1.0.0", "iso-dates, squashed"], outside: [] });

  // Merged: the class's own commit is enough.
  await made.gitIn(made.maintainer, "fetch", "-q", server, branch);
  const as = ["-c", "user.name=Maintainer", "-c", "user.email=maintainer@example.org"];
  await made.gitIn(made.maintainer, ...as, "merge", "-q", "--no-ff", "-m", "Merged", "FETCH_HEAD");
  await made.gitIn(made.maintainer, "push", "-q", "https://github.com/class/locollm.git", "HEAD:main");
  await change("Fourth.");
  expect(await made.loco("submit")).toMatchObject({ exitCode: 0 });
  expect(await shape()).toEqual({ subjects: ["Merged"], outside: [] });

  const last = await made.loco("submit", "--receipt");
  expect(last.stdout).toContain(await made.gitIn(server, "rev-parse", branch));
});

test("what others pushed to the branch is never overwritten", async () => {
  await using made = await classWithFork();
  await made.copyAdapter("iso-dates");
  expect(await made.loco("submit")).toMatchObject({ exitCode: 0 });
  const server = made.server("student");
  const as = ["-c", "user.name=A Friend", "-c", "user.email=friend@example.org"];
  const other = path.join(made.root, "other");
  await made.gitIn(made.root, "clone", "-q", "-b", branch, server, other);
  // The class merged into the branch, as the web page offers it, is no stranger's change of the folder.
  await writeFile(path.join(other, "README.md"), "A class that moved on\n");
  await made.gitIn(other, ...as, "commit", "-q", "-a", "-m", "Merge branch main");
  await made.gitIn(other, "push", "-q");
  await appendFile(path.join(made.clone, folder, "README.md"), "Second.\n");
  expect(await made.loco("submit")).toMatchObject({ exitCode: 0 });

  await made.gitIn(other, "pull", "-q");
  await appendFile(path.join(other, folder, "README.md"), "A friend's words.\n");
  await made.gitIn(other, ...as, "commit", "-q", "-a", "-m", "Better words");
  await made.gitIn(other, "push", "-q");
  const theirs = await made.gitIn(server, "rev-parse", branch);
  await appendFile(path.join(made.clone, folder, "README.md"), "Third.\n");
  const moved = await made.loco("submit");
  expect(moved.exitCode).toBe(1);
  expect(moved.stderr.replaceAll(/\b[0-9a-f]{7,12}\b/g, "COMMIT").replace(/\d+ (second|minute)s? ago/, "just now"))
    .toMatchInlineSnapshot(`
    "error: submit/2026-s2/iso-dates on origin holds what was not sent from this clone:
    COMMIT Better words (A Friend, just now)
    Nothing was overwritten. Look at it (git diff COMMIT -- semesters/2026-s2/adapters/iso-dates), take over what you want to keep, then add --on-top: yours becomes the next commit there.
    More: loco explain branch-moved"
  `);
  expect(await made.gitIn(server, "rev-parse", branch)).toBe(theirs);
  expect(await made.loco("submit", "--on-top")).toMatchObject({ exitCode: 0 });
  expect(await made.gitIn(server, "rev-parse", `${branch}^`)).toBe(theirs);
});

test("without gh the page is named, and a request that failed is tried again", async () => {
  await using made = await classWithFork();
  await made.copyAdapter("iso-dates");
  await made.installGh({ loggedIn: false });
  const pageOf = (stderr: string) => /Open the pull request here: (.*)/.exec(stderr)?.[1];
  const byHand = await made.loco("submit");
  expect(byHand.exitCode).toBe(0);
  expect(byHand.stdout).toContain("request   not opened from here");
  expect(pageOf(byHand.stderr)).toBe(`https://github.com/student/locollm/pull/new/${branch}`);

  await made.git("remote", "add", "upstream", "https://github.com/class/locollm.git");
  await made.installGh({ fails: "GraphQL: Resource not accessible by personal access token" });
  const failed = await made.loco("submit");
  expect(failed.exitCode).toBe(0);
  expect(failed.stderr).toContain("gh could not open the pull request: GraphQL: Resource not accessible");
  expect(pageOf(failed.stderr)).toBe(`https://github.com/class/locollm/compare/student:locollm:${branch}?expand=1`);

  await made.installGh();
  expect((await made.loco("submit")).stdout).toContain("request   https://github.com/class/locollm/pull/7");
  // Three asked, one commit.
  expect(await made.gitIn(made.server("student"), "rev-list", "--count", `main..${branch}`)).toBe("1");
});

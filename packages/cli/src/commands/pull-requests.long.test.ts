import { access, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { adapterPath, instructorRecordSchema, type Item } from "@locollm/core";
import { pickExamples } from "@locollm/eval";
import { preparePython } from "@locollm/trainer";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classOnGitHub } from "../../test/class-on-github.ts";
import { repository } from "../../test/small-class.ts";
import { submittedAdapter, withShuffledAnswers, type SubmittedAdapter } from "../../test/submitted-adapter.ts";

const main = path.join(repository, "packages/cli/src/main.ts");
const loco = (cwd: string, ...args: string[]) =>
  execa(process.execPath, ["--conditions=@locollm/source", main, ...args], {
    cwd,
    reject: false,
    env: { INIT_CWD: cwd, NO_COLOR: "1" },
  });

/** Rules for small sets, so that a training takes a minute, and a panel of the class's own two adapters. */
async function smallSets(root: string): Promise<void> {
  for (const semester of ["2026-s1", "2026-s2"]) {
    const file = path.join(root, "semesters", semester, "semester.yaml");
    const rules = (await readFile(file, "utf8")).replace(/^grade:\n( .*\n)*/m, "");
    await writeFile(file, rules.replace(/minimumRows: .*/, "minimumRows: { train: 120, eval: 60 }"));
  }
  // Enough of the other's questions to be asked beside a challenger's.
  const other = path.join(root, adapterPath("2026-s1/iso-dates"));
  const rows = await readFile(path.join(other, "data/eval.jsonl"), "utf8");
  await writeFile(path.join(other, "data/eval.jsonl"), `${rows.split("\n").slice(0, 60).join("\n")}\n`);
  await rm(path.join(other, "results"), { recursive: true });
  const drawn = await loco(root, "semester", "panel", "--items", "120");
  if (drawn.exitCode !== 0) throw new Error(drawn.stderr);
}

let made: Awaited<ReturnType<typeof classOnGitHub>>;
beforeAll(async () => {
  await preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) });
  made = await classOnGitHub({
    adapters: ["2026-s1/iso-dates", "2026-s2/ticket-triage", "2026-s2/word-problems"],
    prepare: smallSets,
  });
}, 1_200_000);
afterAll(() => made[Symbol.asyncDispose]());

let requests = 0;
/** Somebody forks the class, writes, and opens a pull request, which main's own workflow grades. What it posted comes back. */
async function opened(
  student: string,
  files: Readonly<Record<string, string>>,
  more?: (root: string, trap: string) => Promise<void>,
) {
  const fork = await made.fork(student);
  const trap = path.join(fork.root, "..", `${student}-ran`);
  for (const [name, text] of Object.entries(files)) await fork.write(name, text.replaceAll("TRAP", trap));
  await more?.(fork.root, trap);
  const number = ++requests;
  const head = await fork.push(number);
  const jobs = await made.grade(number);
  expect(jobs, JSON.stringify(jobs, null, 2)).toMatchObject({
    grade: { result: "success" },
    post: { result: "success" },
  });
  await expect(access(trap)).rejects.toThrow("ENOENT");
  const comments = made.github.comments.get(number) ?? [];
  const check = made.github.checks.findLast(({ head_sha }) => head_sha === head)!;
  const comment = comments.at(-1)?.body ?? "";
  expect(comments).toHaveLength(1);
  const [time = ""] = /(?<=^## Where the time went\n\n).*$/m.exec(comment) ?? [];
  console.log(`${check.conclusion} ${check.output.title} ${time}`);
  // Never in public, whatever the verdict; questions, which may speak of anything, stand in fences.
  expect(comment.replaceAll(/^```text$[^]*?^```$/gm, "")).not.toMatch(
    /\bpoints? of \d|\blate\b|deadline|similar|overlap|Jaccard/i,
  );
  return { fork, head, comment, title: check.output.title, conclusion: check.conclusion, log: jobs["grade"]!.log };
}

const under = (id: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${adapterPath(id)}/${name}`, text]));
const sent = async (id: string, adapter: SubmittedAdapter) => under(id, await submittedAdapter(adapter));

describe("what is honest", { timeout: 1_200_000 }, () => {
  test("a good adapter succeeds and is to be routed", async () => {
    const { title, conclusion, comment } = await opened(
      "ada",
      await sent("2026-s2/phone-numbers", {
        like: "2026-s1/phone-numbers",
        train: (rows) => rows.slice(0, 150),
        eval: (rows) => rows.slice(0, 60),
      }),
    );
    expect(title).toMatch(/^2026-s2\/phone-numbers: better than the base with its best prompt \(\+\d+\.\d points\)$/);
    expect(conclusion).toBe("success");
    expect(comment).toContain("Weights: trained here, from the submitted rows and recipe.");
    expect(comment).toContain("The class gains if questions are routed to it");
    expect(comment).toMatch(/loco grade --base-ref [0-9a-f]{12} --head-ref [0-9a-f]{12}/);
    expect(comment).toContain("## Where the time went");
  });

  test("a null adapter, of shuffled answers, is a result that nobody promotes", async () => {
    const { title, conclusion, comment } = await opened(
      "bo",
      await sent("2026-s2/shop-reviews", {
        like: "2026-s1/shop-reviews",
        train: (rows) => withShuffledAnswers(rows.slice(0, 150), 7),
        // Those too: else who learnt nothing but the labels may truly be better than a base that rarely names one of them.
        eval: (rows) => withShuffledAnswers(rows.slice(0, 60), 8),
      }),
    );
    expect(title).toMatch(/no difference to the base with its best prompt is shown|worse than the base/);
    expect(conclusion).toBe("success");
    expect(comment).toContain("This is a result, and it is not marked down for its sign.");
    expect(comment).not.toContain("The class gains");
  });

  test("a worse adapter is told so, and why that is no failure", async () => {
    /** Day first, but for the examples and the last rows, by which the base's best prompt is found. */
    const dayFirst: SubmittedAdapter["train"] = (rows) => {
      const some = rows.slice(0, 150);
      const examples = new Set(pickExamples(some as unknown as Item[], 8).map(({ id }) => id));
      return some.map((row, at) =>
        examples.has(row.id) || at >= 125
          ? row
          : { ...row, answer: String(row.answer).split("-").toReversed().join("-") },
      );
    };
    const { title, conclusion, comment } = await opened(
      "cleo",
      await sent("2026-s2/day-first", {
        like: "2026-s2/iso-dates",
        train: dayFirst,
        eval: (rows) => rows.slice(0, 60),
        // Small steps, so that it learns the wrong way for sure.
        manifest: (text) => text.replace(/^train:.*$/m, "train: { recipe: default, batchSize: 4, epochs: 1 }"),
      }),
    );
    expect(title).toMatch(/^2026-s2\/day-first: worse than the base with its best prompt \(−\d+\.\d points\)/);
    expect(conclusion).toBe("success");
    expect(comment).toContain("read the questions that only the base got right");
  });
});

describe("what competes", { timeout: 1_800_000 }, () => {
  test("one that takes another's questions does harm, and somebody has to decide", async () => {
    const urgent = (row: { prompt: string }) => (row.prompt.length % 2 === 0 ? "soon" : "later");
    const { title, conclusion, comment } = await opened(
      "dov",
      await sent("2026-s2/ticket-urgency", {
        like: "2026-s2/ticket-triage",
        // The other's own test questions: there the router cannot but send them to whoever learnt them.
        train: (_, theirs) => theirs.slice(0, 150).map((row) => ({ ...row, answer: urgent(row) })),
        eval: (_, theirs) => theirs.slice(0, 60).map((row) => ({ ...row, answer: urgent(row) })),
        manifest: (text) =>
          text
            .replace(/^ {2}system: [^]*?(?=^ {2}maxTokens)/m, "  system: Is this ticket for soon or for later?\n")
            .replace(/^score: .*$/m, "score: { scorer: choice, choices: [soon, later] }"),
      }),
    );
    expect(title).toContain("it does harm to the routed system");
    expect(conclusion).toBe("neutral");
    expect(comment).toContain("That is harm.");
    expect(comment).toContain("It takes questions that others answer better.");
    expect(comment).toContain(
      "2026-s2/ticket-triage answers such questions already, so both answered the rows of both.",
    );
    expect(title).toContain("2026-s2/ticket-triage is better at these questions");
  });

  test("last semester's copied, and built on openly: equal words in public, evidence for the instructor", async () => {
    const copy: SubmittedAdapter = {
      like: "2026-s1/iso-dates",
      train: (rows) => rows.slice(0, 150),
      eval: (rows) => rows.slice(0, 60),
    };
    const open: SubmittedAdapter = {
      ...copy,
      manifest: (text) => text.replace(/^licence:/m, "from: [2026-s1/iso-dates@1.0.0]\nlicence:"),
    };
    const declared: boolean[][] = [];
    const said: object[] = [];
    for (const [student, adapter] of [
      ["eve", copy],
      ["fay", open],
    ] as const) {
      const { fork, head, comment, conclusion, title } = await opened(
        student,
        await sent("2026-s2/iso-dates", adapter),
      );
      expect(title).toMatch(/2026-s1\/iso-dates/);
      expect(conclusion).toMatch(/success|neutral/);
      const words = comment.replaceAll(/\b[0-9a-f]{12}\b/g, "COMMIT").replace(/## Where the time went\n\n.*/, "");
      said.push({ conclusion, title, words });
      expect(comment).toContain("## Beside the adapter that serves these questions");
      expect(comment).toContain("2026-s1/iso-dates answers such questions already");
      const records = await mkdtemp(path.join(os.tmpdir(), "loco records-"));
      await made.keepTrainings(fork.root);
      try {
        const kept = await loco(
          fork.root,
          "grade",
          "--base-ref",
          "origin/main",
          "--head-ref",
          head,
          "--records",
          records,
        );
        expect(kept.exitCode, kept.stderr).toBe(0);
        const [name] = await readdir(path.join(records, "2026-s2/iso-dates"));
        const text = await readFile(path.join(records, "2026-s2/iso-dates", name!), "utf8");
        const { similar, parts } = instructorRecordSchema.parse(JSON.parse(text));
        expect(parts).toContainEqual(expect.objectContaining({ part: "reproduces", points: 30 }));
        expect(similar.map(({ other }) => other)).toEqual(["2026-s1/iso-dates@1.0.0"]);
        declared.push(similar.map((one) => one.declared));
      } finally {
        await rm(records, { recursive: true });
      }
    }
    expect(declared).toEqual([[false], [true]]);
    expect(said[1]).toEqual(said[0]);
  });
});

describe("what reaches out", { timeout: 300_000 }, () => {
  const small = () =>
    sent("2026-s2/tide-tables", {
      like: "2026-s2/iso-dates",
      train: (rows) => rows.slice(0, 120),
      eval: (rows) => rows.slice(0, 60),
    });
  const own = adapterPath("2026-s2/tide-tables");

  test("the workflow, and another's folder", async () => {
    const workflow = await opened("gus", {
      ...(await small()),
      ".github/workflows/grade.yml": "on: pull_request_target\njobs: { grade: { steps: [{ run: touch TRAP }] } }\n",
    });
    expect(workflow.conclusion).toBe("failure");
    expect(workflow.comment).toContain("[`outside-own-folder`]");
    const other = adapterPath("2026-s2/ticket-triage");
    const both = await opened("hana", { ...(await small()), [`${other}/data/eval.jsonl`]: "" });
    expect(both.conclusion).toBe("failure");
    expect(both.comment).toContain("[`several-adapters`]");
  });

  test("a package.json with a postinstall", async () => {
    const scripts = JSON.stringify({ name: "tide-tables", scripts: { postinstall: "touch TRAP" } });
    const { conclusion, comment, title } = await opened("ivo", {
      ...(await small()),
      [`${own}/package.json`]: scripts,
    });
    expect(conclusion).toBe("failure");
    expect(title).toBe("2026-s2/tide-tables: one thing has to be mended before it can be measured");
    expect(comment).toContain(`${own}/package.json`);
  });

  test("a pickle among the weights", async () => {
    const { conclusion, comment } = await opened("jun", await small(), async (root, trap) => {
      const file = path.join(root, own, "weights/adapter_model.bin");
      const script = `import os, pickle, sys
class Trap:
    def __reduce__(self): return (os.system, ("touch '" + sys.argv[2] + "'",))
os.makedirs(os.path.dirname(sys.argv[1]), exist_ok=True)
pickle.dump(Trap(), open(sys.argv[1], "wb"))`;
      await execa("python3", ["-c", script, file, trap]);
    });
    expect(conclusion).toBe("failure");
    expect(comment).toContain("adapter\\_model.bin");
    expect(comment).toMatch(/pickle/i);
  });

  test("a symlink out", async () => {
    const { conclusion, comment, log } = await opened("kai", await small(), async (root) => {
      await rm(path.join(root, own, "data/train.jsonl"));
      await symlink("../../../../../../../../../etc/passwd", path.join(root, own, "data/train.jsonl"));
    });
    expect(conclusion).toBe("failure");
    expect(comment).toContain(`${own}/data/train.jsonl`);
    expect(comment).toMatch(/link/);
    expect(`${comment}${log}`).not.toContain("root:");
  });
});

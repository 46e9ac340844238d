import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { adapterPath, gradeRecordSchema } from "@locollm/core";
import { execa } from "execa";
import { repository, smallClass } from "./small-class.ts";

/**
 * A class in git with two trained adapters, which takes small sets, and a branch for a submission.
 *
 * @param rules `grade` of its semester.yaml
 */
export async function gitClass({ rules = "{ weights: submitted }" }: { readonly rules?: string } = {}) {
  const made = await smallClass();
  const git = async (...args: string[]) => (await execa("git", args, { cwd: made.root })).stdout;
  const manifest = path.join(made.root, "semesters/2026-s2/semester.yaml");
  const text = await readFile(manifest, "utf8");
  const small = text.replace(/minimumRows: .*/, "minimumRows: { train: 60, eval: 20 }");
  await writeFile(manifest, `${small}grade: ${rules}\n`);
  await cp(
    path.join(repository, "semesters/2026-s2/out-of-scope.jsonl"),
    path.join(made.root, "semesters/2026-s2/out-of-scope.jsonl"),
  );
  // Their figures are of all the rows.
  const copyAdapter: typeof made.copyAdapter = async (name, rows) => {
    await made.copyAdapter(name, rows);
    await made.remove(`${adapterPath(name.includes("/") ? name : `2026-s2/${name}`)}/results`);
  };
  await copyAdapter("ticket-triage", { train: 120, eval: 24 });
  await copyAdapter("word-problems", { train: 120, eval: 24 });
  const drawn = await made.loco("semester", "panel", "--items", "40");
  if (drawn.exitCode !== 0) throw new Error(drawn.stderr);
  await git("init", "-q", "-b", "main");
  await git("config", "user.email", "student@example.org");
  await git("config", "user.name", "Student");
  const commit = async (message: string) => {
    await git("add", "-A");
    await git("commit", "-q", "-m", message);
  };
  await writeFile(path.join(made.root, ".gitignore"), ".loco/\n");
  await commit("class");
  await git("checkout", "-q", "-b", "submission");
  const record = async (name: string) =>
    gradeRecordSchema.parse(
      JSON.parse(await readFile(path.join(made.root, ".loco/grades", name, "grade.json"), "utf8")),
    );
  return { ...made, copyAdapter, git, commit, record };
}

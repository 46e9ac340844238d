/**
 * The gate on a branch that touches one adapter, in a clone of this repository and a home folder that holds the base alone. What is
 * answered is kept from one change to the next, as prepare.yml keeps the base's answers for the gate. Targets on two cores: 20 s where
 * nothing that is measured changed, 3 min where nothing is trained, 7 min where the gate trains.
 * Run: pnpm bench grade [adapter]
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { adapterPath, gradeRecordSchema } from "@locollm/core";
import { formatDuration } from "@locollm/course";
import { readWorkspace, resolveAdapter } from "@locollm/store";
import { preparePython } from "@locollm/trainer";
import { execa } from "execa";
import { freshHome } from "../test/fresh-home.ts";
import { loco, repository } from "./cold-process.ts";

const adapter = resolveAdapter(await readWorkspace(repository), process.argv[2] ?? "ticket-triage");
const folder = adapterPath(adapter.id);
await preparePython({ onLog: (line) => console.error(line) });
const place = await mkdtemp(path.join(os.tmpdir(), "loco-grade-"));
await using own = await freshHome();
await own.borrowEnvironment();
const git = (...args: string[]) => execa("git", args, { cwd: place });
const withoutFirstLine = (text: string): string => text.slice(text.indexOf("\n") + 1);
const rewordLast = (text: string): string => {
  const rows = text.trimEnd().split("\n");
  return `${[...rows.slice(0, -10), ...rows.slice(-10).map((row) => row.replace('"prompt":"', '"prompt":"Please: '))].join("\n")}\n`;
};
const changes = [
  { what: "nothing that is measured changed", file: "README.md", edit: (text: string) => `${text}\nMore words.\n` },
  {
    what: "one evaluation row less, and no answer of the base is kept",
    file: "data/eval.jsonl",
    edit: withoutFirstLine,
  },
  { what: "ten evaluation rows reworded", file: "data/eval.jsonl", edit: rewordLast },
  { what: "one training row less", file: "data/train.jsonl", edit: withoutFirstLine },
];
try {
  await execa("git", ["clone", "-q", repository, place]);
  await git("config", "user.email", "bench@example.org");
  await git("config", "user.name", "Bench");
  const main = (await git("rev-parse", "HEAD")).stdout;
  for (const { what, file, edit } of changes) {
    await git("checkout", "-q", "-B", "submission", main);
    const written = path.join(place, folder, file);
    await writeFile(written, edit(await readFile(written, "utf8")));
    await git("commit", "-q", "-a", "-m", what);
    const started = performance.now();
    const told = await execa(process.execPath, [...loco, "grade", "--base-ref", main, "--out", "grade"], {
      cwd: place,
      reject: false,
      env: { LOCO_HOME: own.home, INIT_CWD: place },
    });
    const seconds = (performance.now() - started) / 1000;
    if (told.exitCode !== 0) throw new Error(`${told.stdout}\n${told.stderr}`);
    const { title, timings } = gradeRecordSchema.parse(
      JSON.parse(await readFile(path.join(place, "grade/grade.json"), "utf8")),
    );
    console.log(`${what}: ${formatDuration(seconds)}. ${title}`);
    console.log(`  ${timings.map((one) => `${one.step} ${formatDuration(one.seconds)}`).join(", ")}`);
  }
} finally {
  await rm(place, { recursive: true, force: true });
}

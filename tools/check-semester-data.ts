/**
 * Checks the generated data of every semester that has generators: the files are byte for byte what the generators make, no prompt
 * occurs twice in any semester, no evaluation row repeats a training row in other dress, and the hard third of each evaluation shares no
 * template with training. Prints one line a check; exits 1 on a failure.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { normalisePrompt, type Dataset, type Row } from "../semesters/2026-s1/generators/dataset.mts";
import { templateKey } from "../semesters/2026-s1/generators/template.mts";

type AllModule = typeof import("../semesters/2026-s2/generators/generate-all.mts");

const semesters = join(import.meta.dirname, "..", "semesters");
/** Where a prompt was first found, over all semesters: a later one's rows must not stand in an earlier one's either. */
const seen = new Map<string, string>();

for (const semester of readdirSync(semesters).sort()) {
  const generators = join(semesters, semester, "generators");
  if (existsSync(join(generators, "generate-all.mts"))) await checkSemester(semester, generators);
}

async function checkSemester(semester: string, generators: string): Promise<void> {
  const load = async (name: string): Promise<unknown> => import(pathToFileURL(join(generators, `${name}.mts`)).href);
  const { status, stderr } = spawnSync(process.execPath, [join(generators, "generate-all.mts"), "--check"], {
    encoding: "utf8",
  });
  report(`${semester}: files are what the generators make`, status === 0 ? [] : [stderr.trim()]);

  const { adapterGenerators } = (await load("generate-all")) as AllModule;
  const repeated = (name: string, prompts: ReadonlyArray<readonly [id: string, prompt: string]>): string[] =>
    prompts.flatMap(([id, prompt]) => {
      const first = seen.get(normalisePrompt(prompt));
      seen.set(normalisePrompt(prompt), `${semester}/${name} ${id}`);
      // What belongs to no adapter may be asked in every semester.
      const asked =
        name === "out-of-scope" && first?.startsWith(`${semester}/`) === false && first.includes("/out-of-scope ");
      return first === undefined || asked ? [] : [`${name} ${id} repeats ${first}: ${prompt}`];
    });

  for (const slug of adapterGenerators) {
    const { dataset } = (await load(slug)) as { dataset: Dataset };
    report(
      `${semester}/${slug}: no prompt twice, here or in an earlier semester`,
      repeated(
        slug,
        [...dataset.train, ...dataset.eval].map((row) => [row.id, promptOf(row)]),
      ),
    );
    const { essence = normalisePrompt } = dataset;
    const learnt = new Set(dataset.train.map((row) => essence(promptOf(row))));
    report(
      `${semester}/${slug}: no evaluation row says what a training row says`,
      dataset.eval.filter((row) => learnt.has(essence(promptOf(row)))).map((row) => `${row.id} ${promptOf(row)}`),
    );
    const trained = new Set(dataset.trainTemplates.map(templateKey));
    report(
      `${semester}/${slug}: hard templates are unseen in training`,
      dataset.hardTemplates.filter((template) => trained.has(templateKey(template))),
    );
    const thirds = (["easy", "medium", "hard"] as const).map(
      (level) => dataset.eval.filter((row) => row.difficulty === level).length / dataset.eval.length,
    );
    report(
      `${semester}/${slug}: the evaluation's difficulties are about thirds`,
      thirds.filter((share) => share < 0.3 || share > 0.4).map(String),
    );
  }
  const file = join(semesters, semester, "out-of-scope.jsonl");
  if (!existsSync(file)) return;
  const outOfScope = readFileSync(file, "utf8").trimEnd().split("\n");
  const rows = outOfScope.map((line) => JSON.parse(line) as { id: string; prompt: string });
  report(
    `${semester}: out-of-scope prompts occur once and in no adapter`,
    repeated(
      "out-of-scope",
      rows.map(({ id, prompt }) => [id, prompt]),
    ),
  );
}

function promptOf(row: Row): string {
  return row.prompt ?? row.messages?.find(({ role }) => role === "user")?.content ?? "";
}

function report(check: string, problems: readonly string[]): void {
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${check}`);
  for (const problem of problems.slice(0, 10)) console.error(`     ${problem}`);
  if (problems.length > 10) console.error(`     and ${problems.length - 10} more`);
  if (problems.length > 0) process.exitCode = 1;
}

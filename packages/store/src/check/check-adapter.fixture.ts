import { readWorkspace } from "../workspace/read-workspace.ts";
import { demoCard, demoManifest, temporaryClass } from "../workspace/temporary-class.ts";
import { checkAdapter, checkOptions } from "./check-adapter.ts";

/** The adapter's folder in the class repository that `findingsOf` makes. */
export const folder = "semesters/2026-s2/adapters/demo";
/** A row of a dataset as its line. */
export const row = (id: string, prompt: string, answer: unknown, difficulty?: string) =>
  `${JSON.stringify({ id, prompt, answer, ...(difficulty === undefined ? {} : { difficulty }) })}\n`;

/** What a check of a small class says, one line a finding; `files` stand over those of a sound adapter, null for none. */
export async function findingsOf(files: Record<string, string | Uint8Array | null>): Promise<string[]> {
  await using made = await temporaryClass({
    [`${folder}/adapter.yaml`]: demoManifest,
    [`${folder}/README.md`]: demoCard,
    [`${folder}/data/train.jsonl`]: [1, 2, 3, 4, 5, 6].map((i) => row(`t${i}`, `Say ${i}`, `${i}`, "easy")).join(""),
    [`${folder}/data/eval.jsonl`]:
      row("e1", "Say a", "a", "easy") + row("e2", "Say b", "b", "medium") + row("e3", "Say c", "c", "hard"),
    ...files,
  });
  const workspace = await readWorkspace(made.root);
  const semester = workspace.semesters[0]!;
  const checked = await Promise.all(
    semester.adapters.map((one) => checkAdapter(one, checkOptions(workspace, semester))),
  );
  return [...workspace.findings, ...checked.flatMap((one) => one.findings)].map(
    (one) =>
      `${one.severity} ${one.code} ${one.file?.replace(`${folder}/`, "")}:${one.line ?? ""} ${one.message} → ${one.fix}`,
  );
}

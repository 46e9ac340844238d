import { hasErrors, LocoError, type Finding } from "@locollm/core";
import { checkAnswers } from "@locollm/eval";
import {
  checkAdapter,
  checkOptions,
  nameOfPath,
  readOutOfScope,
  resolveAdapter,
  shownPath,
  type AdapterFolder,
  type CheckOptions,
  type Workspace,
} from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { findingsCount, findingsText } from "../terminal/finding-lines.ts";

/** Reads adapters and reports every finding with file and line. Starts no engine and needs no base. */
export async function check(invocation: Invocation, names: readonly string[]): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const chosen = names.length === 0 ? undefined : names.map((name) => folderOf(workspace, name));
  const concerns = (finding: Finding) =>
    chosen === undefined || chosen.some((folder) => finding.file === folder || finding.file?.startsWith(`${folder}/`));
  const findings: Finding[] = workspace.findings.filter(concerns);
  const checked: string[] = [];
  for (const semester of workspace.semesters) {
    if (chosen === undefined) findings.push(...(await readOutOfScope(workspace.root, semester.id)).findings);
    const adapters = semester.adapters.filter((one) => isChosen(one, chosen));
    const found = await Promise.all(
      adapters.map((adapter) => checkWhole(invocation, adapter, checkOptions(workspace, semester))),
    );
    findings.push(...found.flat());
    checked.push(...adapters.map(({ id }) => id));
  }
  const summary = `${checked.length} adapter${checked.length === 1 ? "" : "s"} checked: ${findingsCount(findings)}.`;
  return {
    data: { adapters: checked, ok: !hasErrors(findings) },
    findings,
    text: findings.length === 0 ? summary : `${findingsText(findings)}\n\n${summary}`,
  };
}

/** The rules over files and rows, and whether every row's own answer scores as right. */
async function checkWhole(
  { signal }: Invocation,
  adapter: AdapterFolder,
  options: CheckOptions,
): Promise<readonly Finding[]> {
  const { data, findings } = await checkAdapter(adapter, options);
  const dataFolder = `${shownPath(adapter)}/data`;
  const answers = await checkAnswers({
    signal,
    manifest: adapter.manifest,
    manifestFile: `${shownPath(adapter)}/adapter.yaml`,
    fixture: data.fixture,
    files: [
      { kind: "train", file: `${dataFolder}/train.jsonl`, rows: data.train },
      { kind: "eval", file: `${dataFolder}/eval.jsonl`, rows: data.eval },
    ],
  });
  return [...findings, ...answers];
}

function isChosen(adapter: AdapterFolder, chosen: readonly string[] | undefined): boolean {
  const folder = `semesters/${adapter.semester}/adapters/${adapter.slug}`;
  return chosen === undefined || chosen.some((one) => folder === one || folder.startsWith(`${one}/`));
}

/** The folder that a name on the command line means: an adapter's, readable or not, or a semester's. */
function folderOf(workspace: Workspace, written: string): string {
  const name = nameOfPath(written);
  if (workspace.semesters.some((semester) => semester.id === name)) return `semesters/${name}`;
  try {
    return `semesters/${resolveAdapter(workspace, name).id.replace("/", "/adapters/")}`;
  } catch (error) {
    if (error instanceof LocoError && error.code === "adapter-unreadable") {
      return `semesters/${String(error.fields["adapter"]).replace("/", "/adapters/")}`;
    }
    throw error;
  }
}

import { adapterPath, didYouMean, type Finding, hasErrors, LocoError } from "@locollm/core";
import { checkWhole, comparableRows, readPanel } from "@locollm/course";
import {
  adapterNames,
  checkOptions,
  nameOfPath,
  readOutOfScope,
  resolveAdapter,
  sharedPassages,
  sharedRows,
  type AdapterFolder,
  type AdapterRows,
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
  const read: AdapterRows[] = [];
  for (const semester of workspace.semesters) {
    if (chosen === undefined) {
      findings.push(...(await readOutOfScope(workspace.root, semester.id)).findings);
      findings.push(...(await readPanel(workspace, semester)).findings);
    }
    const adapters = semester.adapters.filter((one) => isChosen(one, chosen));
    const found = await Promise.all(
      adapters.map((adapter) => checkWhole(invocation.signal, adapter, checkOptions(workspace, semester))),
    );
    findings.push(...found.flatMap((one) => one.findings));
    read.push(...found);
  }
  const all = [...read, ...(await comparableRows(workspace, read))];
  const wanted = (adapter: AdapterFolder) => isChosen(adapter, chosen);
  findings.push(...sharedRows(all, wanted), ...sharedPassages(all, wanted));
  const checked = read.map(({ adapter }) => adapter.id);
  const unreadable = workspace.semesters
    .flatMap(({ id, unreadable: slugs }) => slugs.map((slug) => ({ semester: id, slug })))
    .filter((one) => isChosen(one, chosen));
  const summary = `${checkedWords(checked.length, unreadable.length)}: ${findingsCount(findings)}.`;
  return {
    data: { adapters: checked, ok: !hasErrors(findings) },
    findings,
    text: findings.length === 0 ? summary : `${findingsText(findings)}\n\n${summary}`,
  };
}

function checkedWords(checked: number, unreadable: number): string {
  const words = `${checked} adapter${checked === 1 ? "" : "s"} checked`;
  return unreadable === 0 ? words : `${words}, ${unreadable} that cannot be read`;
}

function isChosen(adapter: Pick<AdapterFolder, "semester" | "slug">, chosen: readonly string[] | undefined): boolean {
  const folder = adapterPath(`${adapter.semester}/${adapter.slug}`);
  return chosen === undefined || chosen.some((one) => folder === one || folder.startsWith(`${one}/`));
}

/** The folder that a name on the command line means: an adapter's, readable or not, or a semester's. */
function folderOf(workspace: Workspace, written: string): string {
  const name = nameOfPath(written);
  if (workspace.semesters.some((semester) => semester.id === name)) return `semesters/${name}`;
  try {
    return adapterPath(resolveAdapter(workspace, name).id);
  } catch (error) {
    if (error instanceof LocoError && error.code === "adapter-unreadable") {
      return adapterPath(String(error.fields["adapter"]));
    }
    if (error instanceof LocoError && error.code === "unknown-adapter") {
      const names = [...workspace.semesters.map(({ id }) => id), ...adapterNames(workspace, name)];
      const message = `There is no adapter or semester called ${name}.`;
      const { code, fields, kind } = error;
      throw new LocoError({ code, message, fix: didYouMean(name, names), fields, kind, cause: error });
    }
    throw error;
  }
}

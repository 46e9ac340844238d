import { adapterPath, type Finding, LocoError } from "@locollm/core";
import { checkAdapter, checkOptions, type AdapterFolder, type Workspace } from "@locollm/store";
import { findingsText } from "../terminal/finding-lines.ts";
import type { Invocation } from "../invocation.ts";
import { typedName } from "@locollm/course";

/** Findings that forbid nothing but a grade: a small set can be trained and measured while it grows. */
const tolerated = new Set(["rows-too-few", "card-missing", "eval-changed"]);

/**
 * Checks an adapter before it costs time. Throws where its data cannot be used; says what else is wrong.
 *
 * @param rewritten folders inside the adapter's that the command writes anew: what is wrong there, it mends
 * @throws LocoError `adapter-has-errors`
 */
export async function refuseErrors(
  invocation: Invocation,
  workspace: Workspace,
  adapter: AdapterFolder,
  rewritten: readonly ("locks" | "weights" | "results")[],
): Promise<void> {
  const semester = workspace.semesters.find(({ id }) => id === adapter.semester)!;
  const folder = `${adapterPath(adapter.id)}/`;
  const { findings } = await checkAdapter(adapter, checkOptions(workspace, semester));
  const all = [...workspace.findings.filter((finding) => finding.file?.startsWith(folder)), ...findings];
  const mends = (file = "") => rewritten.some((inside) => file.startsWith(`${folder}${inside}/`));
  const forgiven = ({ code, file }: Finding) => tolerated.has(code) || mends(file);
  const errors = all.filter((finding) => finding.severity === "error");
  const hard = errors.filter((finding) => !forgiven(finding));
  if (hard.length > 0) throw unusable(workspace, adapter, hard);
  for (const finding of errors) invocation.talk.warn(`${finding.file}: ${finding.message}`);
}

function unusable(workspace: Workspace, adapter: AdapterFolder, errors: readonly Finding[]): LocoError {
  return new LocoError({
    code: "adapter-has-errors",
    message: `${adapter.id} has errors:\n${findingsText(errors)}`,
    fix: `Mend them, then: loco check ${typedName(workspace, adapter)}`,
    fields: { adapter: adapter.id, errors: errors.length },
  });
}

import { LocoError, type Finding } from "@locollm/core";
import { checkAdapter, type AdapterFolder, type Workspace } from "@locollm/store";
import { findingsText } from "../terminal/finding-lines.ts";
import type { Invocation } from "../invocation.ts";

/** Findings that forbid nothing but a grade: a small set can be trained and measured while it grows. */
const tolerated = new Set(["rows-too-few", "card-missing"]);

/** Checks an adapter before it costs time. Throws where its data cannot be used; says what else is wrong. */
export async function refuseErrors(
  invocation: Invocation,
  workspace: Workspace,
  adapter: AdapterFolder,
): Promise<void> {
  const semester = workspace.semesters.find(({ id }) => id === adapter.semester)!;
  const folder = `semesters/${adapter.semester}/adapters/${adapter.slug}/`;
  const { findings } = await checkAdapter(adapter, { gate: semester.manifest.gate });
  const all = [...workspace.findings.filter((finding) => finding.file?.startsWith(folder)), ...findings];
  const errors = all.filter(({ severity, code }) => severity === "error" && !tolerated.has(code));
  if (errors.length > 0) throw unusable(adapter, errors);
  const others = all.filter(({ severity, code }) => severity === "error" && tolerated.has(code));
  for (const finding of others) invocation.talk.warn(`${finding.file}: ${finding.message}`);
}

function unusable(adapter: AdapterFolder, errors: readonly Finding[]): LocoError {
  return new LocoError({
    code: "adapter-has-errors",
    message: `${adapter.id} has errors:\n${findingsText(errors)}`,
    fix: `Mend them, then: loco check ${adapter.slug}`,
    fields: { adapter: adapter.id, errors: errors.length },
  });
}

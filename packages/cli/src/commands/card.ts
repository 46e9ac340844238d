import path from "node:path";
import type { Finding } from "@locollm/core";
import { cardBlock } from "@locollm/eval";
import {
  activeSemester,
  maxCardBytes,
  readMeasuredBlock,
  readText,
  resolveAdapter,
  resolveBase,
  shownPath,
  writeMeasuredBlock,
} from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { findingsText } from "../terminal/finding-lines.ts";
import { typedName } from "@locollm/course";

/** Writes the measured block of model cards from `results/<base>.json`, or checks that it still says the same. */
export async function card(
  invocation: Invocation,
  names: readonly string[],
  options: { check?: true | undefined },
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const semester = activeSemester(workspace);
  const adapters = names.length === 0 ? semester.adapters : names.map((name) => resolveAdapter(workspace, name));
  const base = resolveBase(workspace);
  const folders =
    names.length === 0 ? [`semesters/${semester.id}/adapters/`] : adapters.map((one) => `${shownPath(one)}/`);
  // What could not be read, such as a manifest or results, has no card to write.
  const findings: Finding[] = workspace.findings.filter(
    ({ file, severity }) => severity === "error" && folders.some((folder) => file?.startsWith(folder)),
  );
  const written: string[] = [];
  for (const adapter of adapters) {
    const results = adapter.results.get(base.id);
    const file = `${shownPath(adapter)}/README.md`;
    if (results === undefined) {
      findings.push({
        code: "card-not-measured",
        severity: "warning",
        file,
        message: "There are no results to write.",
        fix: `Run: loco eval ${typedName(workspace, adapter)}`,
      });
      continue;
    }
    const block = cardBlock(results);
    const read = await readText(path.join(adapter.folder, "README.md"), file, maxCardBytes);
    findings.push(...read.findings);
    if (read.text === null) continue;
    if (options.check === true) {
      if (readMeasuredBlock(read.text)?.trim() !== block.trim()) {
        findings.push({
          code: "card-drift",
          severity: "error",
          file,
          message: "The measured block is not what the results say.",
          fix: `Run: loco card ${typedName(workspace, adapter)}`,
        });
      }
    } else if ((await writeMeasuredBlock(adapter.folder, block)) === "changed") written.push(adapter.id);
  }
  const done =
    options.check === true
      ? `Cards checked: ${adapters.length}.`
      : `Cards changed: ${written.length} of ${adapters.length}.`;
  return { data: { written }, findings, text: findings.length === 0 ? done : `${findingsText(findings)}\n${done}` };
}

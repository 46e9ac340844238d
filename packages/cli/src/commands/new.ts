import path from "node:path";
import { hasErrors, type Finding, type Item } from "@locollm/core";
import { newAdapter as makeAdapter, readCsvItems, requireFile, resolveSemester } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { findingsText } from "../terminal/finding-lines.ts";

/** Makes a new adapter's folder, from CSV rows if there are any: every third becomes an evaluation row. */
export async function newAdapter(
  invocation: Invocation,
  slug: string,
  options: { semester?: string | undefined; csv?: string | undefined },
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const semester = resolveSemester(workspace, options.semester);
  let items: readonly Item[] = [];
  let findings: readonly Finding[] = [];
  if (options.csv !== undefined) {
    const csv = path.resolve(invocation.directory, options.csv);
    await requireFile(csv);
    ({ items, findings } = await readCsvItems(csv, { idPrefix: slug }));
    if (hasErrors(findings)) return { data: null, findings, text: findingsText(findings) };
  }
  const evaluation = items.filter((_, index) => index % 3 === 2);
  const train = items.filter((_, index) => index % 3 !== 2);
  await makeAdapter({ root: workspace.root, semester: semester.id, slug, train, eval: evaluation });
  const folder = `semesters/${semester.id}/adapters/${slug}`;
  return {
    data: { adapter: `${semester.id}/${slug}`, folder, train: train.length, eval: evaluation.length },
    findings,
    text: [
      `Made ${folder} with ${train.length} training and ${evaluation.length} evaluation rows.`,
      `Fill in adapter.yaml and README.md (each TODO), write rows into data/, then: loco check ${slug}`,
    ].join("\n"),
  };
}

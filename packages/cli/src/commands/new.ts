import path from "node:path";
import { adapterPath, type Finding, hasErrors, type Item } from "@locollm/core";
import {
  newAdapter as makeAdapter,
  readCsvItems,
  readOrigin,
  requireFile,
  resolveAdapter,
  resolveSemester,
  type Workspace,
} from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { findingsText } from "../terminal/finding-lines.ts";

/** Makes a new adapter's folder, from CSV rows if there are any (every third becomes an evaluation row) or from another adapter. */
export async function newAdapter(
  invocation: Invocation,
  slug: string,
  options: { semester?: string | undefined; csv?: string | undefined; from?: string | undefined },
): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const semester = resolveSemester(workspace, options.semester);
  if (options.from !== undefined) return buildOn(workspace, semester.id, slug, options.from);
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
  const folder = adapterPath(`${semester.id}/${slug}`);
  return {
    data: { adapter: `${semester.id}/${slug}`, folder, train: train.length, eval: evaluation.length },
    findings,
    text: [
      `Made ${folder} with ${train.length} training and ${evaluation.length} evaluation rows.`,
      `Fill in adapter.yaml and README.md (each TODO), write rows into data/, then: loco check ${slug}`,
    ].join("\n"),
  };
}

/** Another adapter's manifest and rows as the new one's start, which its manifest says. */
async function buildOn(workspace: Workspace, semester: string, slug: string, from: string): Promise<CommandResult> {
  const origin = await readOrigin(resolveAdapter(workspace, from));
  await makeAdapter({ root: workspace.root, semester, slug, origin });
  const folder = adapterPath(`${semester}/${slug}`);
  const { train, eval: evaluation } = origin.rows;
  return {
    data: { adapter: `${semester}/${slug}`, folder, from: origin.name, train, eval: evaluation },
    text: [
      `Made ${folder} from ${origin.name}, with its ${train} training and ${evaluation} evaluation rows; adapter.yaml says so (from).`,
      `Fill in adapter.yaml and README.md (each TODO), change the rows in data/, then: loco check ${slug}`,
    ].join("\n"),
  };
}

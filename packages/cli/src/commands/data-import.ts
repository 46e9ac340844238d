import path from "node:path";
import { hasErrors, LocoError } from "@locollm/core";
import { addRows, importItems, requireFile, resolveAdapter } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { findingsText } from "../terminal/finding-lines.ts";
import { typedName } from "@locollm/course";

/** Adds rows of somebody else's file to an adapter's set by the manifest's mapping: all of them, or none. */
export async function dataImport(
  invocation: Invocation,
  name: string,
  source: string,
  { to, limit }: { to: "train" | "eval"; limit?: number | undefined },
): Promise<CommandResult> {
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
    throw new LocoError({
      code: "wrong-use",
      message: "--limit is not a whole number above 0.",
      fix: "Write it as --limit 200.",
      kind: "usage",
    });
  }
  const workspace = await openClass(invocation);
  const adapter = resolveAdapter(workspace, name);
  const mapping = adapter.manifest.import;
  if (mapping === undefined) {
    throw new LocoError({
      code: "no-import-mapping",
      message: `The manifest of ${adapter.id} does not say how to import rows.`,
      fix: "Add to adapter.yaml the fields of the file, such as: import: { prompt: question, answer: answer }",
      fields: { adapter: adapter.id },
      kind: "usage",
    });
  }
  const file = path.resolve(invocation.directory, source);
  await requireFile(file);
  const { score } = adapter.manifest;
  const { items, findings } = await importItems(file, { mapping, score, idPrefix: adapter.slug, limit });
  if (hasErrors(findings)) return { data: null, findings, text: findingsText(findings) };
  const { added, known, findings: clashes } = await addRows(adapter, to, items);
  if (hasErrors(clashes)) return { data: null, findings: clashes, text: findingsText(clashes) };
  return {
    data: { adapter: adapter.id, set: to, added, known },
    findings,
    text: [
      `Added ${added} rows to data/${to}.jsonl${known > 0 ? `; ${known} were there already` : ""}.`,
      `Say in data.provenance and licence where they come from, then: loco check ${typedName(workspace, adapter)}`,
    ].join("\n"),
  };
}

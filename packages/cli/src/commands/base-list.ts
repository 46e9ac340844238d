import { didYouMean, LocoError } from "@locollm/core";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { cachedBase, formatBytes } from "@locollm/course";
import { openClass } from "../steps/open-class.ts";
import { withFindings } from "../terminal/finding-lines.ts";
import { formatTable } from "../terminal/table.ts";

const subcommands = ["list", "fetch", "import"];

/**
 * The bases that this class names, and which of them are on this machine.
 *
 * @param stray what was typed after `loco base` and is none of its commands
 */
export async function baseList(invocation: Invocation, stray?: string): Promise<CommandResult> {
  if (stray !== undefined) {
    throw new LocoError({
      code: "wrong-use",
      message: `There is no command loco base ${stray}.`,
      fix: didYouMean(stray, subcommands),
      kind: "usage",
    });
  }
  const workspace = await openClass(invocation);
  const bases = await Promise.all(
    workspace.bases.map(async (manifest) => ({ manifest, cached: (await cachedBase(invocation, manifest)) ?? null })),
  );
  const rows = bases.map(({ manifest, cached }) => [
    manifest.id,
    manifest.title,
    manifest.file.bytes === undefined ? "?" : formatBytes(manifest.file.bytes),
    manifest.licence.name,
    cached === null ? "not here" : "here",
  ]);
  const findings = workspace.findings.filter((finding) => finding.file?.startsWith("bases/"));
  return {
    data: bases.map(({ manifest, cached }) => ({
      id: manifest.id,
      title: manifest.title,
      licence: manifest.licence.name,
      bytes: manifest.file.bytes ?? null,
      sha256: manifest.file.sha256 ?? cached?.sha256 ?? null,
      cached: cached !== null,
      path: cached?.path ?? null,
    })),
    findings,
    text: withFindings(formatTable([["base", "title", "size", "licence", "on this machine"], ...rows], [2]), findings),
  };
}

import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { didYouMean, LocoError } from "@locollm/core";

/**
 * Makes sure that a file that somebody named on the command line is there.
 *
 * @throws LocoError `no-such-file` with the nearest names beside it
 */
export async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isFile() === true) return;
  const beside = await readdir(path.dirname(file)).catch(() => null);
  throw new LocoError({
    code: "no-such-file",
    message: found === null ? `There is no file ${file}.` : `${file} is no file.`,
    fix: found === null && beside !== null ? nearest(file, beside) : "Check the path.",
    fields: { file },
    kind: "usage",
  });
}

function nearest(file: string, beside: readonly string[]): string {
  const alike = beside.filter((name) => path.extname(name) === path.extname(file));
  const fix = didYouMean(path.basename(file), alike);
  return fix.startsWith("Did you mean") ? fix : "Check the path.";
}

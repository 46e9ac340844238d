import { adapterPath, visibleText, type JsonValue } from "@locollm/core";
import { formatBytes, type PreparedSubmission, type RefusedFolder } from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { findingsText } from "../terminal/finding-lines.ts";

export interface SubmitOptions {
  readonly remote?: string | undefined;
  readonly baseRef?: string | undefined;
  readonly onTop?: boolean | undefined;
}

const mostNamed = 5;

/** Says which folder is the submission, and which changed files are not. */
export function sayWhatGoes(
  { talk }: Invocation,
  { adapter, version, count, bytes, leftOut, classOutputs, besides, base }: PreparedSubmission,
  named: string | undefined,
): void {
  const why = named === undefined ? ", the only adapter that you changed" : "";
  const size = `${count} file${count === 1 ? "" : "s"}, ${formatBytes(bytes)}`;
  talk.say(
    `${adapter}${version === null ? "" : ` ${version}`}${why}: ${size}, held against the class at ${base.slice(0, 12)}.`,
  );
  const inside = (paths: readonly string[]) => someOf(paths.map((path) => path.slice(adapterPath(adapter).length + 1)));
  if (leftOut.length > 0) talk.say(`Left out, as git ignores it: ${inside(leftOut)}.`);
  if (classOutputs.length > 0)
    talk.say(`Not sent, because the gate trains and measures by itself: ${inside(classOutputs)}.`);
  if (besides.length > 0) talk.say(`Changed, too, and not sent: ${someOf(besides)}.`);
}

/** The result where not even a commit was made of the folder. */
export function refusedFolder({ adapter, findings }: RefusedFolder): CommandResult {
  return { data: { adapter, sent: false } satisfies JsonValue, findings, text: findingsText(findings) };
}

function someOf(paths: readonly string[]): string {
  const rest = paths.length - mostNamed;
  return `${paths.slice(0, mostNamed).map(visibleText).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

import { readFileSync } from "node:fs";
import { Session, type Profiler } from "node:inspector/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

export interface FileLines {
  /** Lines of code, without blank lines, comments and lone brackets. */
  readonly lines: number;
  /** Those that never ran. */
  readonly missed: readonly number[];
}

/** Counts which lines of the files in a folder run from now on, by V8's own coverage. */
export async function countLines(folder: string, except: readonly string[]) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  return async (): Promise<Record<string, FileLines>> => {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const found: Record<string, FileLines> = {};
    for (const script of result) {
      const name = basename(script.url);
      if (script.url.includes(folder) && !except.includes(name)) found[name] = linesOf(script);
    }
    return found;
  };
}

function linesOf({ url, functions }: Profiler.ScriptCoverage): FileLines {
  // Types are blanked where they stand, so that places in what ran are places in the source.
  const source = readFileSync(fileURLToPath(url), "utf8");
  const ran = new Uint8Array(source.length).fill(1);
  for (const { ranges } of functions)
    for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  const missed: number[] = [];
  let [at, lines] = [0, 0];
  for (const [index, text] of source.split("\n").entries()) {
    const start = at + text.length - text.trimStart().length;
    at += text.length + 1;
    if (!/\w/.test(text) || /^\s*(\/\/|\/?\*)/.test(text)) continue;
    lines += 1;
    if (ran[start] !== 1) missed.push(index + 1);
  }
  return { lines, missed };
}

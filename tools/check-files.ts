/**
 * Checks every tracked file: text is UTF-8 without BOM and with LF (hashes depend on it), lock and requirements files hold no
 * registry address, and paths fit Windows. Student folders are `loco check`'s matter. Exits with 1 where something is wrong.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addressProblems, pathProblems, textProblems } from "./file-rules.ts";

const root = join(import.meta.dirname, "..");
const listed = listFiles();
if (listed === undefined) {
  console.log("skipped: this is no git repository");
} else {
  const files = listed.filter((path) => !/^semesters\/[^/]+\/adapters\//.test(path) && existsSync(join(root, path)));
  const problems = files.flatMap((path) => {
    const bytes = readFileSync(join(root, path));
    return [...textProblems(path, bytes), ...addressProblems(path, bytes.toString("utf8"))].map(
      (text) => `${path}: ${text}`,
    );
  });
  problems.push(...pathProblems(listed));
  for (const problem of problems) console.error(problem);
  console.log(`${files.length} files checked, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function listFiles(): string[] | undefined {
  try {
    return execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .split("\0")
      .filter((path) => path !== "");
  } catch {
    return undefined;
  }
}

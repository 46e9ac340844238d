import type { Readable } from "node:stream";
import { LocoError } from "@locollm/core";
import { execa } from "execa";

/** The student's own clone, in which git runs as the student has set it up. */
export interface OwnRepository {
  /** The class repository's root, which is the working tree's root. */
  readonly root: string;
  readonly signal: AbortSignal;
}

export interface OwnGitOptions {
  readonly input?: string | Readable;
  /** Ends it after so long; for what goes over a network. */
  readonly seconds?: number;
  /** Another repository than the student's. */
  readonly at?: string;
}

export interface Said {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** A person who can be asked for a password sits here. */
const canAsk = process.stdin.isTTY === true && process.stderr.isTTY === true;
/** Without one, whatever would ask gives up at once. */
const askNobody = { GIT_TERMINAL_PROMPT: "0", GIT_ASKPASS: "", SSH_ASKPASS_REQUIRE: "never", GCM_INTERACTIVE: "never" };

/**
 * Runs git with the student's settings, credentials and hooks; what it prints is in English, so that it can be read. Where no terminal
 * is there it never waits for a password.
 *
 * @throws LocoError `git-missing`; an abort is thrown as it is
 */
export async function ownGit(
  { root, signal }: OwnRepository,
  args: readonly string[],
  { input, seconds, at = root }: OwnGitOptions = {},
): Promise<Said> {
  const { failed, stdout, stderr, code, timedOut } = await execa("git", ["-c", "gc.auto=0", ...args], {
    cwd: at,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 64e6,
    cancelSignal: signal,
    ...(input === undefined ? { stdin: "ignore" } : { input }),
    ...(seconds === undefined ? {} : { timeout: seconds * 1000 }),
    env: { LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", ...(canAsk ? {} : askNobody) },
  });
  signal.throwIfAborted();
  if (code === "ENOENT") {
    throw new LocoError({
      code: "git-missing",
      message: "There is no git here.",
      fix: "Install git; CONTRIBUTING.md says how.",
      kind: "machine",
    });
  }
  return { ok: !failed, stdout, stderr: timedOut ? `${stderr}\nno answer after ${seconds} s` : stderr };
}

/**
 * What git printed, where it may not fail.
 *
 * @throws LocoError `git-failed`
 */
export async function ownGitText(
  repository: OwnRepository,
  args: readonly string[],
  options?: OwnGitOptions,
): Promise<string> {
  const { ok, stdout, stderr } = await ownGit(repository, args, options);
  if (ok) return stdout;
  throw new LocoError({
    code: "git-failed",
    message: `git ${args[0]} failed: ${lastLine(stderr)}`,
    fix: "Look at the clone: git status says what is the matter with it.",
    fields: { command: args.join(" ") },
  });
}

export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

import { CommanderError } from "@commander-js/extra-typings";
import { exitCodeOf, hasErrors, LocoError, visibleText, type Finding, type JsonValue } from "@locollm/core";
import type { CommandResult, JsonOutput } from "./command-result.ts";
import { declareProgram } from "./program.ts";
import { systemError } from "./system-error.ts";
import { errorText } from "./terminal/finding-lines.ts";
import { processTalk } from "./terminal/talk.ts";
import { terminalText } from "./terminal/terminal-text.ts";

/**
 * Runs one command line and prints its result.
 *
 * @returns the exit code: 0 fine, 1 findings of severity error or a failed gate, 2 wrong use, 3 the machine
 *   lacks something, 130 interrupted.
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  const json = argv.includes("--json");
  outliveReaders();
  const interrupt = interruptSignal();
  const talk = processTalk();
  const said: { command: string; result?: CommandResult } = { command: "loco" };
  let help = "";
  const program = declareProgram({
    ...(json ? { writeOut: (text: string) => void (help += text) } : {}),
    perform: async (command, action) => {
      said.command = command;
      said.result = await action({
        command,
        directory: process.env["INIT_CWD"] ?? process.cwd(),
        json,
        talk,
        signal: interrupt.signal,
        stream: json ? () => {} : (text) => process.stdout.write(process.stdout.isTTY ? visibleText(text) : text),
      });
    },
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    if (said.result === undefined) return 0;
    const findings = said.result.findings ?? [];
    const ok = (said.result.ok ?? true) && !hasErrors(findings);
    await print(json, { command: said.command, ok, data: said.result.data, findings }, said.result.text);
    return ok ? 0 : exitCodeOf(said.result.kind ?? "failure");
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) {
      await print(json, { command: said.command, ok: true, data: { text: help.trimEnd() }, findings: [] });
      return 0;
    }
    const error = explain(thrown, interrupt.signal);
    if (json) await print(true, { command: said.command, ok: false, ...describe(error) });
    else if (!(thrown instanceof CommanderError)) {
      process.stderr.write(`${terminalText(errorText(error))}\n`);
      if (error.code === "unexpected") process.stderr.write(`${(thrown as Error).stack ?? String(thrown)}\n`);
    }
    return exitCodeOf(error.kind);
  } finally {
    interrupt.dispose();
  }
}

async function print(json: boolean, output: Omit<JsonOutput, "schemaVersion">, text?: string): Promise<void> {
  // In a pipe the text is data, and goes on as it is; GitHub's runner reads commands even there.
  const safe = process.stdout.isTTY || process.env["GITHUB_ACTIONS"] ? terminalText(text ?? "") : (text ?? "");
  const whole = json ? `${JSON.stringify({ schemaVersion: 1, ...output })}\n` : text === undefined ? "" : `${safe}\n`;
  // A pipe may take less than the whole at once; the process must not end before it has all of it.
  if (whole !== "") await new Promise<void>((resolve) => process.stdout.write(whole, () => resolve()));
}

function describe(error: LocoError): { data: JsonValue; findings: readonly Finding[] } {
  return {
    data: { error: { code: error.code, fields: error.fields } },
    findings: [{ code: error.code, severity: "error", message: error.message, fix: error.fix }],
  };
}

/** Every thrown value as a LocoError; what we did not foresee is named as our own mistake. */
function explain(thrown: unknown, signal: AbortSignal): LocoError {
  if (thrown instanceof LocoError) return thrown;
  if (thrown instanceof CommanderError) {
    const [first, ...hints] = thrown.message.replace(/^error: /, "").split("\n");
    const message = thrown.code === "commander.help" ? "No command is named." : first!;
    const fix = [...hints, "See loco --help."].join(" ");
    return new LocoError({ code: "wrong-use", message, fix, kind: "usage", cause: thrown });
  }
  if (signal.aborted) {
    return new LocoError({
      code: "interrupted",
      message: "Interrupted.",
      fix: "What was finished is kept: the same command goes on from there.",
      kind: "interrupted",
    });
  }
  const system = systemError(thrown);
  if (system !== undefined) return system;
  return new LocoError({
    code: "unexpected",
    message: `LocoLLM itself failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    fix: "This is a mistake in LocoLLM. Please open an issue with the command and the lines below.",
    cause: thrown,
  });
}

/** A reader that has seen enough (`loco list | head -1`) is no failure of ours: what it does not take is dropped. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "EOF") throw error;
    });
  }
}

/** Aborts on the first Ctrl-C or SIGTERM, so that work stops where it can resume; the second ends the process. */
function interruptSignal(): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    dispose() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}

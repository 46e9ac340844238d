import { fork, type ChildProcess } from "node:child_process";
import { LocoError, type SqlFixture } from "@locollm/core";
import type { QueryReply, QueryRequest } from "./query-messages.ts";

/** `did-not-finish`: killed after the time limit; `crashed`: the process ended by itself, as when memory ran out. */
export type QueryOutcome = QueryReply | { readonly kind: "did-not-finish" | "crashed" };

/** Milliseconds that one query may take. */
export const queryTimeLimit = 2000;
/** Starting the process takes some 100 ms; a busy machine gets a minute. */
const startTimeLimit = 60_000;

/**
 * Runs queries on one fixture's database in a process of their own, one after the other. A query that does not finish
 * costs that process, and the next query gets a new one.
 */
export class QueryRunner implements AsyncDisposable {
  readonly #fixture: SqlFixture;
  #child: ChildProcess | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(fixture: SqlFixture) {
    this.#fixture = fixture;
  }

  /** @throws LocoError `query-process` when it cannot be started, `sql-fixture` when SQLite refuses the fixture */
  ask(request: Exclude<QueryRequest, { kind: "fixture" }>): Promise<QueryOutcome> {
    const asked = this.#queue.then(async () => {
      const outcome = await exchange(await this.#ready(), request, queryTimeLimit);
      // Once more, because the process may have died of something else than this query.
      return outcome.kind === "crashed" ? exchange(await this.#ready(), request, queryTimeLimit) : outcome;
    });
    this.#queue = asked.catch(() => undefined);
    return asked;
  }

  async #ready(): Promise<ChildProcess> {
    if (this.#closed) throw new Error("The scorer is closed.");
    if (this.#child !== null && this.#child.connected && isRunning(this.#child)) return this.#child;
    const child = startProcess();
    this.#child = child;
    const reply = await exchange(child, { kind: "fixture", fixture: this.#fixture }, startTimeLimit);
    if (reply.kind === "ready") return child;
    child.kill("SIGKILL");
    if (reply.kind === "refused") {
      throw new LocoError({
        code: "sql-fixture",
        message: `SQLite refuses the fixture: ${reply.reason}`,
        fix: "Correct the table in data/fixtures, then run `loco check`.",
      });
    }
    throw new LocoError({
      code: "query-process",
      message: "The process that runs SQL queries could not be started.",
      fix: "Close other programs to free memory, and try again; `loco doctor` looks at the machine.",
      kind: "machine",
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (child !== null && isRunning(child)) {
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.ref();
      child.kill("SIGKILL");
      await exited;
    }
    await this.#queue;
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Node's permission model on top of SQLite's authorizer: no files written, no programs, no addons, no network tools. */
const nodeFlags = ["--permission", "--allow-fs-read=*", "--allow-worker", "--max-old-space-size=256", "--no-warnings"];

function startProcess(): ChildProcess {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const child = fork(new URL(`./query-process.${extension}`, import.meta.url), {
    execArgv: nodeFlags,
    env: { SystemRoot: process.env["SystemRoot"] },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  idle(child);
  return child;
}

/** An idle query process never keeps the program alive. */
function idle(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

/** Sends one request and waits for its reply, the process's end, or the time limit. */
function exchange(child: ChildProcess, request: QueryRequest, timeLimit: number): Promise<QueryOutcome> {
  return new Promise((resolve) => {
    const settle = (outcome: QueryOutcome): void => {
      clearTimeout(timer);
      child.off("message", onMessage).off("exit", onEnd).off("error", onEnd);
      idle(child);
      resolve(outcome);
    };
    const onMessage = (reply: unknown): void => settle(reply as QueryReply);
    const onEnd = (): void => settle({ kind: "crashed" });
    const timer = setTimeout(() => {
      child
        .off("message", onMessage)
        .off("exit", onEnd)
        .once("exit", () => settle({ kind: "did-not-finish" }));
      child.kill("SIGKILL");
    }, timeLimit);
    child.ref();
    child.channel?.ref();
    child.on("message", onMessage).on("exit", onEnd).on("error", onEnd);
    child.send(request, (error) => {
      if (error !== null) onEnd();
    });
  });
}

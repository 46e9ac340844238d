import { setTimeout as delay } from "node:timers/promises";
import { LocoError, visibleText } from "@locollm/core";
import type { z } from "zod";

export interface ForgeOptions {
  /** Of its REST API, such as https://api.github.com. */
  readonly api: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** What the token must be allowed to do, for the message of a refusal. */
  readonly rights: string;
}

interface Asked {
  readonly method: "GET" | "POST" | "PATCH" | "PUT";
  readonly path: string;
  readonly body?: unknown;
}

const mostTries = 5;
const mostPages = 50;
const mostSecondsToWait = 300;

/** A code forge's REST API (GitHub's, GitLab's) as a job uses it: waits where it is told to wait, and says plainly what it is refused. */
export class Forge {
  readonly #options: ForgeOptions;

  constructor(options: ForgeOptions) {
    this.#options = options;
  }

  /**
   * Asks once, and again after a limit or a failure of the server's own; a POST is repeated only where the server took nothing.
   *
   * @throws LocoError `forge-refused` (the token lacks a right), `forge-limited`, `forge-unreachable`, `forge-failed`, `forge-answer`
   */
  async ask<T>(asked: Asked, schema: z.ZodType<T>): Promise<T> {
    return parsed(await this.#answered(asked), asked, schema);
  }

  /** Every entry of a paged list. @throws LocoError as `ask` does */
  async *list<T>(path: string, schema: z.ZodType<T[]>): AsyncGenerator<T> {
    for (let page = 1; page <= mostPages; page++) {
      const asked = { method: "GET" as const, path: `${path}?per_page=100&page=${page}` };
      const entries = await this.ask(asked, schema);
      yield* entries;
      if (entries.length < 100) return;
    }
  }

  async #answered(asked: Asked): Promise<string> {
    for (let tries = 1; ; tries++) {
      const { response, text, reason } = await this.#once(asked);
      if (response?.ok === true) return text;
      const limited = response !== null && isLimit(response, text);
      const ownFault = response === null || response.status >= 500;
      const again = limited || (ownFault && asked.method !== "POST");
      if (!again || tries === mostTries) throw this.#refused(asked, response, limited, text || reason);
      const seconds = secondsToWait(response) ?? (limited ? 60 : 1) * 2 ** (tries - 1);
      if (seconds > mostSecondsToWait) throw this.#refused(asked, response, limited, text);
      await delay(seconds * 1000, undefined, { signal: this.#options.signal });
    }
  }

  async #once({ method, path, body }: Asked): Promise<{ response: Response | null; text: string; reason: string }> {
    const { api, headers, signal } = this.#options;
    try {
      const response = await fetch(`${api}${path}`, {
        method,
        headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // The token is for this host alone.
        redirect: "error",
        signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
      });
      return { response, text: await response.text(), reason: "" };
    } catch (error) {
      signal.throwIfAborted();
      const cause = error instanceof Error ? ((error.cause as Error | undefined) ?? error) : error;
      return { response: null, text: "", reason: cause instanceof Error ? cause.message : String(cause) };
    }
  }

  #refused({ method, path }: Asked, response: Response | null, limited: boolean, said: string): LocoError {
    const { api, rights } = this.#options;
    const { host } = new URL(api);
    const status = response?.status ?? 0;
    const request = `${method} ${path.split("?")[0]}`;
    const words = visibleText(said).replaceAll(/\s+/g, " ").slice(0, 300);
    const about = { fields: { host, status, request }, kind: "machine" as const };
    if (response === null)
      return new LocoError({
        code: "forge-unreachable",
        message: `${host} cannot be reached: ${words}`,
        fix: "Start the job again.",
        ...about,
      });
    if (limited)
      return new LocoError({
        code: "forge-limited",
        message: `${host} lets nobody post for now (${status}): ${words}`,
        fix: "Start the job again later.",
        ...about,
      });
    const forbidden = status === 401 || status === 403 || status === 404;
    return new LocoError({
      code: forbidden ? "forge-refused" : "forge-failed",
      message: `${host} answered ${status} to ${request}: ${words}`,
      fix: forbidden ? `The token must be allowed: ${rights}.` : "Start the job again; see the forge's status page.",
      ...about,
    });
  }
}

function isLimit({ status, headers }: Response, text: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0" || /rate limit/i.test(text);
}

function secondsToWait(response: Response | null): number | null {
  const after = response?.headers.get("retry-after");
  if (after !== undefined && after !== null && /^\d+$/.test(after)) return Number(after);
  if (response?.headers.get("x-ratelimit-remaining") !== "0") return null;
  const reset = Number(response.headers.get("x-ratelimit-reset"));
  return Number.isFinite(reset) ? Math.max(0, Math.ceil(reset - Date.now() / 1000)) : null;
}

function parsed<T>(text: string, { method, path }: Asked, schema: z.ZodType<T>): T {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below: what is not JSON fits no schema either.
  }
  const { success, data } = schema.safeParse(value);
  if (success) return data;
  throw new LocoError({
    code: "forge-answer",
    message: `The answer to ${method} ${path.split("?")[0]} is not what the API promises.`,
    fix: "Look whether the API's address is right; a proxy may have answered instead.",
    kind: "machine",
  });
}

import { LocoError } from "@locollm/core";
import { useEnvironmentProxy } from "./environment-proxy.ts";

export interface OpenTransferOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** First byte that is wanted. */
  readonly from: number;
  /** Names the file that the bytes before `from` belong to; null where their hash will tell. */
  readonly validator: string | null;
  /** Hosts that may answer, over https alone; absent where anybody may. */
  readonly hosts?: readonly string[] | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface OpenedTransfer {
  /** First byte that the server sends: the one asked for, or 0 where it starts over. */
  readonly from: number;
  /** Bytes of the whole file, null where the server does not say. */
  readonly total: number | null;
  readonly validator: string | null;
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection; needed where the body is not read to its end. */
  cancel(): void;
}

const answerWithin = 20_000;
const stalledAfter = 30_000;

/**
 * Asks for a file from a byte on. A server that answers with another file, or with all of it, starts at 0.
 *
 * @throws LocoError `download-refused` for an HTTP status that waiting does not mend
 */
export async function openTransfer(url: string, options: OpenTransferOptions): Promise<OpenedTransfer> {
  useEnvironmentProxy();
  const { from, validator } = options;
  const watchdog = new Watchdog(options.signal);
  try {
    const { address, authorization } = withoutCredentials(url);
    const response = await fetchFrom(options.hosts, address, {
      signal: watchdog.signal,
      headers: {
        // Bytes as they are: a range of a compressed answer would mean nothing.
        "accept-encoding": "identity",
        ...authorization,
        ...options.headers,
        ...(from > 0 ? { range: `bytes=${from}-` } : {}),
        ...(from > 0 && validator !== null ? { "if-range": validator } : {}),
      },
    });
    watchdog.expect(stalledAfter);
    const start = response.status === 206 ? rangeStart(response) : 0;
    if (response.status === 416 || (response.status === 206 && start !== from)) {
      await response.body?.cancel();
      watchdog.stop();
      return await openTransfer(url, { ...options, from: 0, validator: null });
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw refused(response);
    }
    return {
      from: start,
      total: totalOf(response, start),
      validator: strongValidator(response),
      body: watched(response.body, watchdog),
      cancel: () => watchdog.cancel(),
    };
  } catch (error) {
    watchdog.stop();
    throw error;
  }
}

const mostRedirects = 5;

/** As fetch, but nobody beside the hosts is asked, whoever sends on to them. */
async function fetchFrom(hosts: readonly string[] | undefined, address: string, init: RequestInit): Promise<Response> {
  if (hosts === undefined) return fetch(address, init);
  let at = new URL(address);
  const headers = new Headers(init.headers);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    if (at.protocol !== "https:" || !hosts.includes(at.hostname)) throw hostRefused(at, hosts);
    const response = await fetch(at, { ...init, headers, redirect: "manual" });
    const next = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || next === null) return response;
    await response.body?.cancel();
    const to = new URL(next, at);
    // A password is for whom it was written down (Fetch standard, HTTP-redirect fetch, step 13).
    if (to.origin !== at.origin) headers.delete("authorization");
    at = to;
  }
  throw new Error(`${at.host} sends on more than ${mostRedirects} times`);
}

function hostRefused({ protocol, hostname }: URL, hosts: readonly string[]): LocoError {
  return new LocoError({
    code: "download-refused",
    message: `${protocol}//${hostname} is not asked: ${hosts.length === 0 ? "no host is allowed" : `only ${hosts.join(", ")} may be, over https`}.`,
    fix: "Put the file where it may be fetched from.",
    fields: { host: hostname },
  });
}

function watched(body: ReadableStream<Uint8Array>, watchdog: Watchdog): AsyncGenerator<Uint8Array> {
  // Locked at once: fetch cancels an unlocked body when its response object is collected as garbage.
  const reader = body.getReader();
  return (async function* () {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
        watchdog.expect(stalledAfter);
      }
    } finally {
      watchdog.stop();
    }
  })();
}

/** Aborts a transfer that brings nothing for a while, and with the caller's own signal. */
class Watchdog {
  readonly #stalled = new AbortController();
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.signal = signal === undefined ? this.#stalled.signal : AbortSignal.any([signal, this.#stalled.signal]);
    this.expect(answerWithin);
  }

  expect(within: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stalled.abort(new Error(`nothing came for ${within / 1000} s`)), within);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  cancel(): void {
    this.stop();
    this.#stalled.abort();
  }
}

function withoutCredentials(url: string): { address: string; authorization: Record<string, string> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === "" && password === "") return { address: url, authorization: {} };
  address.username = "";
  address.password = "";
  const pair = [username, password].map(decoded).join(":");
  return { address: address.href, authorization: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` } };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A % of its own.
    return text;
  }
}

function rangeStart(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? -1);
}

function totalOf(response: Response, start: number): number | null {
  if (response.headers.get("content-encoding") !== null) return null;
  const length = response.headers.get("content-length");
  return length === null ? null : start + Number(length);
}

// If-Range takes no weak ETag (RFC 9110, 13.1.5).
function strongValidator(response: Response): string | null {
  const etag = response.headers.get("etag");
  if (etag !== null && !etag.startsWith("W/")) return etag;
  return response.headers.get("last-modified");
}

function refused(response: Response): Error {
  const { status } = response;
  const { host } = new URL(response.url);
  if (status >= 500 || status === 429 || status === 408) return new Error(`${host} answered ${status}`);
  const gated = status === 401 || status === 403;
  return new LocoError({
    code: "download-refused",
    message: `${host} answered ${status}${gated ? " (not allowed)" : status === 404 ? " (not found)" : ""}.`,
    fix: gated
      ? "Accept the model's terms on the hub and set HF_TOKEN, or use another source."
      : "Check the source in bases/.",
    fields: { host, status },
    kind: "machine",
  });
}

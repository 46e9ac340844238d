import { RemoteFault, RemoteRefusal } from "./remote-fault.ts";

export interface PostOptions {
  readonly key?: string | undefined;
  readonly timeoutSeconds: number;
  /** A longer body is not read to its end. */
  readonly mostBytes: number;
  readonly signal?: AbortSignal | undefined;
}

const worthAnotherTry = new Set([408, 409, 425, 429, 500, 502, 503, 504]);
const refusals = new Set([401, 402, 403, 404, 405, 407]);

/**
 * Posts JSON once and gives the parsed body of a good answer.
 *
 * @throws RemoteFault of one request; RemoteRefusal of all; the signal's reason when aborted
 */
export async function postJson(address: URL, body: unknown, options: PostOptions): Promise<unknown> {
  const { key, timeoutSeconds, mostBytes, signal } = options;
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify(body),
      // A redirect would send the questions to somebody whom nobody named.
      redirect: "error",
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    text = await bodyText(response, mostBytes);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RemoteFault) throw error;
    if (timeout.aborted)
      throw new RemoteFault("remote-timeout", `No answer within ${timeoutSeconds} s.`, { again: true });
    throw new RemoteFault("remote-unreachable", `The connection failed: ${reasonOf(error)}.`, { again: true });
  }
  if (response.ok) return parsed(text);
  // Some endpoints quote the key that they refuse.
  const shown = short(key === undefined ? text : text.replaceAll(key, "…"));
  const said = `The endpoint answered ${response.status}${shown === "" ? "" : `: ${shown}`}`;
  if (refusals.has(response.status)) throw new RemoteRefusal(response.status, said);
  const again = worthAnotherTry.has(response.status);
  const code = response.status === 429 ? "remote-rate-limit" : again ? "remote-failed" : "remote-rejected";
  throw new RemoteFault(code, said, { again, wait: retryAfter(response.headers.get("retry-after")) });
}

async function bodyText(response: Response, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop ends the connection.
    if (bytes > mostBytes) throw new RemoteFault("remote-too-long", `The answer has more than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new RemoteFault("remote-not-utf8", "The answer is not valid UTF-8.");
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RemoteFault("remote-garbage", `The answer is not JSON: ${short(text)}`);
  }
}

/** Milliseconds of a Retry-After header, which holds seconds or a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const wait = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown; message?: unknown } };
  return String(cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : error));
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

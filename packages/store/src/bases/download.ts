import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { LocoError } from "@locollm/core";
import { writeError } from "../write-whole.ts";
import { requireSpace } from "./disk-space.ts";
import { openTransfer, type OpenedTransfer } from "./open-transfer.ts";
import { clearPartState, readPartState, writePartState } from "./part-state.ts";
import { TransferRate } from "./transfer-rate.ts";

export interface DownloadProgress {
  readonly bytes: number;
  readonly total: number | null;
  readonly rate: number;
  readonly secondsLeft: number | null;
}

export interface DownloadOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The hash of the whole file where it is known before: then a server without ETag can be resumed too. */
  readonly sha256?: string | undefined;
  /** The transfer ends as refused beyond it. */
  readonly maximumBytes?: number | undefined;
  /** Hosts that may answer, over https alone, also after a redirect; absent where anybody may. */
  readonly hosts?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

export interface Downloaded {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

const attempts = 5;
const cutCodes = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);
const reportEvery = 100;

/**
 * Downloads `url` into `part`, going on where an earlier process stopped: what is on disk counts only if the server
 * confirms (ETag, If-Range) that it is the same file, or if the hash of the whole is known. Lost connections are taken
 * up again; a server that ignores ranges starts over. The hash is made while bytes arrive; the caller compares it.
 *
 * @throws LocoError `download-refused`, `download-interrupted`, `no-space`; the signal's reason when aborted
 */
export async function download(url: string, part: string, options: DownloadOptions = {}): Promise<Downloaded> {
  await mkdir(path.dirname(part), { recursive: true });
  const transfer = new Transfer(url, part, options);
  let before = -1;
  let startedOver = false;
  for (let failures = 0; ;) {
    try {
      const downloaded = await transfer.run();
      if (options.sha256 === undefined || downloaded.sha256 === options.sha256 || !transfer.resumed || startedOver)
        return downloaded;
      // The first bytes were of another file, or damaged: once more from the start.
      startedOver = true;
      await discardDownload(part);
    } catch (cause) {
      options.signal?.throwIfAborted();
      if (cause instanceof LocoError) throw cause;
      // A connection that brought something earns its attempts anew.
      failures = transfer.bytes > before ? 1 : failures + 1;
      before = transfer.bytes;
      // Nobody there: the next source is worth more than patience. A connection that was cut is worth another try.
      const hopeless = transfer.bytes === 0 && !cutCodes.has(causeCode(cause));
      if (failures >= attempts || hopeless) throw interrupted(url, cause);
      await delay(250 * 2 ** failures, undefined, options.signal === undefined ? {} : { signal: options.signal });
    }
  }
}

function tooLarge(url: string, maximumBytes: number): LocoError {
  const { host } = new URL(url);
  return new LocoError({
    code: "download-too-large",
    message: `${host} sends more than ${maximumBytes} bytes; the transfer was ended.`,
    fix: "Make the file smaller, or raise the limit that is set for it.",
    fields: { host, maximumBytes },
    kind: "machine",
  });
}

class Transfer {
  bytes = 0;
  /** Whether the last run built on bytes that were there before. */
  resumed = false;
  readonly #url: string;
  readonly #part: string;
  readonly #options: DownloadOptions;
  readonly #rate = new TransferRate();
  #reported = 0;

  constructor(url: string, part: string, options: DownloadOptions) {
    this.#url = url;
    this.#part = part;
    this.#options = options;
  }

  async run(): Promise<Downloaded> {
    const { signal, headers = {}, sha256 } = this.#options;
    const state = await readPartState(this.#part);
    const handle = await open(this.#part, "a+").catch((cause: unknown) => {
      throw writeError(this.#part, cause);
    });
    let response: OpenedTransfer | undefined;
    try {
      const there = (await handle.stat()).size;
      const whole = there > 0 && state?.totalBytes === there;
      const validator = state?.validator ?? null;
      const sameFile = validator !== null || (sha256 !== undefined && state?.sha256 === sha256);
      const from = sameFile ? there : 0;
      // Before the server is asked: gigabytes take a while to hash, and no connection waits for that.
      let hash = await this.#hashThere(whole ? there : from);
      if (whole) {
        // From a process that was killed before it could use it.
        this.resumed = true;
        return { file: this.#part, bytes: there, sha256: hash.digest("hex") };
      }
      const { maximumBytes = Infinity, hosts } = this.#options;
      response = await openTransfer(this.#url, { headers, from, validator, hosts, signal });
      if ((response.total ?? 0) > maximumBytes) throw tooLarge(this.#url, maximumBytes);
      this.bytes = 0;
      this.resumed = response.from > 0;
      if (response.from === 0) {
        hash = createHash("sha256");
        await handle.truncate(0);
        await clearPartState(this.#part);
        const { validator, total } = response;
        await writePartState(this.#part, { validator, totalBytes: total, sha256: sha256 ?? null });
      }
      this.bytes = response.from;
      if (response.total !== null) await requireSpace(path.dirname(this.#part), response.total - response.from);
      this.#report(response.total);
      for await (const chunk of response.body) {
        if (this.bytes + chunk.length > maximumBytes) throw tooLarge(this.#url, maximumBytes);
        await this.#append(handle, chunk);
        hash.update(chunk);
        this.#report(response.total);
      }
      if (response.total !== null && this.bytes !== response.total) {
        throw new Error(`the connection ended at byte ${this.bytes} of ${response.total}`);
      }
      await handle.sync();
      this.#report(response.total, true);
      return { file: this.#part, bytes: this.bytes, sha256: hash.digest("hex") };
    } finally {
      response?.cancel();
      const { size } = await handle.stat();
      await handle.close();
      if (size === 0) await discardDownload(this.#part);
    }
  }

  async #hashThere(bytes: number): Promise<Hash> {
    const { signal } = this.#options;
    const hash = createHash("sha256");
    if (bytes === 0) return hash;
    const options = { end: bytes - 1, highWaterMark: 1 << 20, ...(signal === undefined ? {} : { signal }) };
    for await (const chunk of createReadStream(this.#part, options)) hash.update(chunk as Uint8Array);
    return hash;
  }

  async #append(handle: FileHandle, chunk: Uint8Array): Promise<void> {
    try {
      for (let written = 0; written < chunk.length;) {
        written += (await handle.write(chunk, written, chunk.length - written)).bytesWritten;
      }
    } catch (cause) {
      throw writeError(this.#part, cause);
    }
    this.bytes += chunk.length;
  }

  #report(total: number | null, last = false): void {
    const now = performance.now();
    this.#rate.note(this.bytes, now);
    if (!last && now - this.#reported < reportEvery) return;
    this.#reported = now;
    const { bytes } = this;
    const secondsLeft = this.#rate.secondsLeft(bytes, total);
    this.#options.onProgress?.({ bytes, total, rate: this.#rate.bytesPerSecond, secondsLeft });
  }
}

/** Forgets an unfinished or a finished download. */
export async function discardDownload(part: string): Promise<void> {
  await rm(part, { force: true });
  await clearPartState(part);
}

function causeCode(cause: unknown): string {
  return (cause as { cause?: { code?: string } }).cause?.code ?? "";
}

function interrupted(url: string, cause: unknown): LocoError {
  const { host } = new URL(url);
  const inner = (cause as { cause?: { code?: string; message?: string } }).cause;
  const reason = inner?.code ?? inner?.message ?? (cause instanceof Error ? cause.message : String(cause));
  return new LocoError({
    code: "download-interrupted",
    message: `The connection to ${host} failed (${reason}).`,
    fix: "Check the network, then run the same command again: it goes on where it stopped.",
    fields: { host, reason },
    kind: "machine",
    cause,
  });
}

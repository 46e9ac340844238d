import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** How the server misbehaves. */
export interface HubHabits {
  /** Milliseconds between two pieces of 64 KiB. */
  pause?: number;
  ignoresRanges?: boolean;
  /** Sends no ETag and resumes whatever is asked for. */
  namesNoVersion?: boolean;
  /** Cuts each connection after so many bytes. */
  cutAfter?: number;
  status?: number;
}

/** A file server that speaks as a model hub does: a redirect to another address, ETag, Range, If-Range. */
export async function startHub(files: Record<string, Uint8Array>, habits: HubHabits = {}) {
  const requests: { method: string; path: string; range: string | undefined }[] = [];
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url!;
    requests.push({ method: request.method!, path: url, range: request.headers.range });
    if (habits.status !== undefined) return void response.writeHead(habits.status).end();
    const body = files[decodeURIComponent(url.replace(/^\/cdn/, ""))];
    if (body === undefined) return void response.writeHead(404).end();
    if (!url.startsWith("/cdn"))
      return void response.writeHead(302, { location: `/cdn${url}`, "x-linked-size": body.length }).end();
    const etag = `"${createHash("sha256").update(body).digest("hex")}"`;
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    const ranged =
      asked !== null &&
      habits.ignoresRanges !== true &&
      (request.headers["if-range"] ?? (habits.namesNoVersion ? etag : "")) === etag;
    const from = ranged ? Number(asked[1]) : 0;
    if (ranged && from >= body.length)
      return void response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
    response.writeHead(ranged ? 206 : 200, {
      ...(habits.namesNoVersion ? {} : { etag }),
      "content-length": body.length - from,
      ...(ranged ? { "content-range": `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
    });
    for (let at = from; at < body.length; at += 65_536) {
      if (habits.cutAfter !== undefined && at - from >= habits.cutAfter) return void response.destroy();
      if (!response.write(body.subarray(at, at + 65_536))) await once(response, "drain");
      if (habits.pause) await delay(habits.pause);
    }
    response.end();
  }

  return {
    endpoint,
    requests,
    habits,
    files,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

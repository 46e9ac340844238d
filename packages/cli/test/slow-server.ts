import { once } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** Serves one file with an ETag and ranges, as a lab's mirror does, about as fast as it is told to. */
export async function slowServer(file: string, bytesPerSecond: number) {
  const { size } = await stat(file);
  const served = { bytes: 0, ranges: [] as (number | null)[], bytesPerSecond };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  async function answer({ headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    served.ranges.push(headers.range === undefined ? null : from);
    response.writeHead(from > 0 ? 206 : 200, {
      etag: '"of-this-file"',
      "content-length": size - from,
      ...(from > 0 ? { "content-range": `bytes ${from}-${size - 1}/${size}` } : {}),
    });
    for await (const chunk of createReadStream(file, { start: from, highWaterMark: 1 << 18 })) {
      if (response.destroyed) return;
      const { length } = chunk as Buffer;
      await new Promise<void>((resolve) => response.write(chunk, () => resolve()));
      served.bytes += length;
      if (Number.isFinite(served.bytesPerSecond)) await delay((1000 * length) / served.bytesPerSecond);
    }
    response.end();
  }

  return {
    served,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base.gguf`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

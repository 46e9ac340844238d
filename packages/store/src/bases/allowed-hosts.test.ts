import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import { generate } from "selfsigned";
import { afterAll, beforeAll, expect, test } from "vitest";
import { download } from "./download.ts";

const body = randomBytes(100_000);
let folder: string;
let certificate: { cert: string; private: string };
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco hosts-"));
  const names = [
    { type: 2 as const, value: "localhost" },
    { type: 7 as const, ip: "127.0.0.1" },
  ];
  certificate = await generate([{ name: "commonName", value: "localhost" }], {
    extensions: [{ name: "subjectAltName", altNames: names }],
  });
  tls.setDefaultCACertificates([certificate.cert]);
});
afterAll(() => rm(folder, { recursive: true }));

/** A file server over https that is reached as localhost and as 127.0.0.1, and notes who asked with what. */
async function startServer(redirects: Record<string, (port: number) => string> = {}) {
  const asked: { host: string; path: string; authorization: string | undefined }[] = [];
  const server = createServer({ cert: certificate.cert, key: certificate.private }, (request, response) => {
    const { host = "", authorization } = request.headers;
    const { url = "" } = request;
    asked.push({ host: host.split(":")[0]!, path: url, authorization });
    const to = redirects[url]?.(port());
    if (to !== undefined) response.writeHead(302, { location: to }).end();
    else response.writeHead(200, url === "/no-length" ? {} : { "content-length": body.length }).end(body);
  });
  const port = () => (server.address() as AddressInfo).port;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: port(),
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

test("nobody is asked who is not on the list, whoever sends on to them", async () => {
  await using server = await startServer({
    "/out": (port) => `https://127.0.0.1:${port}/file`,
    "/plain": (port) => `http://localhost:${port}/file`,
    "/round": () => "/round",
    "/on": () => "/file",
  });
  const from = async (address: string, hosts: readonly string[] = ["localhost"]) => {
    await rm(path.join(folder, "part"), { force: true });
    return download(address, path.join(folder, "part"), { hosts });
  };
  const here = `https://localhost:${server.port}`;
  expect((await from(`${here}/on`)).bytes).toBe(body.length);
  server.asked.length = 0;
  await expect(from(`https://127.0.0.1:${server.port}/file`)).rejects.toMatchObject({
    code: "download-refused",
    message: "https://127.0.0.1 is not asked: only localhost may be, over https.",
  });
  await expect(from(`http://localhost:${server.port}/file`)).rejects.toMatchObject({ code: "download-refused" });
  await expect(from(`${here}/file`, [])).rejects.toMatchObject({
    message: "https://localhost is not asked: no host is allowed.",
  });
  expect(server.asked).toEqual([]);
  await expect(from(`${here}/out`)).rejects.toMatchObject({ code: "download-refused", fields: { host: "127.0.0.1" } });
  await expect(from(`${here}/plain`)).rejects.toMatchObject({ code: "download-refused" });
  expect(server.asked.map(({ path: at }) => at)).toEqual(["/out", "/plain"]);
  server.asked.length = 0;
  await expect(from(`${here}/round`)).rejects.toThrow(/sends on more than 5 times/);
});

test("a password goes to whom it was written down for, and no further", async () => {
  await using server = await startServer({ "/out": (port) => `https://127.0.0.1:${port}/file`, "/on": () => "/file" });
  for (const [place, hosts] of [
    ["/on", ["localhost"]],
    ["/out", ["localhost", "127.0.0.1"]],
  ] as const)
    await download(`https://me:secret@localhost:${server.port}${place}`, path.join(folder, place), { hosts });
  const basic = `Basic ${Buffer.from("me:secret").toString("base64")}`;
  expect(server.asked).toEqual([
    { host: "localhost", path: "/on", authorization: basic },
    { host: "localhost", path: "/file", authorization: basic },
    { host: "localhost", path: "/out", authorization: basic },
    { host: "127.0.0.1", path: "/file", authorization: undefined },
  ]);
});

test("no more bytes than are allowed, whether or not the server says how many come", async () => {
  await using server = await startServer();
  for (const place of ["file", "no-length"]) {
    const wanted = `https://localhost:${server.port}/${place}`;
    const options = { hosts: ["localhost"], maximumBytes: body.length };
    expect((await download(wanted, path.join(folder, `${place}-fits`), options)).bytes).toBe(body.length);
    await expect(
      download(wanted, path.join(folder, place), { ...options, maximumBytes: body.length - 1 }),
    ).rejects.toMatchObject({ code: "download-too-large" });
  }
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";

const module = new URL("./environment-proxy.ts", import.meta.url).href;

test.skipIf(!("setGlobalProxyFromEnv" in http))(
  "a proxy that the environment names is asked",
  async () => {
    const asked: string[] = [];
    const proxy = http.createServer((request, response) => {
      asked.push(request.url!);
      response.end("x");
    });
    proxy.on("connect", (request: http.IncomingMessage, socket) => {
      asked.push(request.url!);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const code = `import { useEnvironmentProxy } from ${JSON.stringify(module)};
    useEnvironmentProxy();
    await fetch("http://models.example:80/file").catch(() => undefined);`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
      env: { ...process.env, HTTP_PROXY: address, http_proxy: address, NO_PROXY: "", no_proxy: "" },
      stdio: "inherit",
    });
    await once(child, "exit");
    proxy.close();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("models.example");
  },
  30_000,
);

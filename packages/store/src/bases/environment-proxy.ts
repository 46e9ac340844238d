import http from "node:http";

let applied = false;

/** Lets `fetch` go through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, where Node can (24.14 on). */
export function useEnvironmentProxy(env: NodeJS.ProcessEnv = process.env): void {
  if (applied) return;
  applied = true;
  if (!["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].some((name) => env[name])) return;
  (http as { setGlobalProxyFromEnv?: () => void }).setGlobalProxyFromEnv?.();
}

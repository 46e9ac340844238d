import { LocoError } from "@locollm/core";

/** An OpenAI-compatible endpoint that a person named in the command. */
export interface RemoteEndpoint {
  /** Its address, such as `http://localhost:8080/v1`; `/chat/completions` is added where it is missing. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token; kept out of every identity, message and file. */
  readonly key?: string | undefined;
  /** Requests in flight; 4 by default. */
  readonly inFlight?: number | undefined;
  /** Seconds until an attempt is given up; 120 by default. */
  readonly timeoutSeconds?: number | undefined;
  /** Further attempts after a rate limit, a server's error or a broken connection; 6 by default. */
  readonly retries?: number | undefined;
  /** Wait before the first of them, doubled for each next one; 500 by default. */
  readonly firstWaitMilliseconds?: number | undefined;
}

/**
 * The address that requests are sent to.
 *
 * @throws LocoError `remote-address` where it is no http address, holds a password, or would carry a key unprotected over a network
 */
export function completionsAddress({ url, key }: Pick<RemoteEndpoint, "url" | "key">): URL {
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol)) throw wrong(url, "is no address of http or https");
  if (address.username !== "" || address.password !== "") {
    throw wrong(address.origin, "holds a name or password; a key comes from the environment alone");
  }
  const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(address.hostname);
  if (key !== undefined && address.protocol === "http:" && !here) throw wrong(url, "would show the key to the network");
  const path = address.pathname.replace(/\/+$/, "");
  if (!path.endsWith("/chat/completions")) address.pathname = `${path === "" ? "/v1" : path}/chat/completions`;
  address.hash = "";
  return address;
}

function wrong(url: string, why: string): LocoError {
  return new LocoError({
    code: "remote-address",
    message: `The address ${url} ${why}.`,
    fix: "Give an address such as http://localhost:8080/v1 or, with a key, one of https.",
    fields: { url },
    kind: "usage",
  });
}

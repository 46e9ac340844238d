import { setTimeout as delay } from "node:timers/promises";
import {
  LocoError,
  sha256Hex,
  type Generation,
  type GenerateOptions,
  type GenerateRequest,
  type GenerationResult,
  type Generator,
} from "@locollm/core";
import { completionBody, mostAnswerBytes, readCompletion, type Dialect } from "./chat-completion.ts";
import { completionsAddress, type RemoteEndpoint } from "./endpoint.ts";
import { inFlight } from "./in-flight.ts";
import { postJson } from "./post-json.ts";
import { RemoteFault, RemoteRefusal } from "./remote-fault.ts";

/** Raised whenever our code changes what an endpoint is asked or how its answers are read. */
export const remoteRevision = 1;

const longestWait = 300_000;
/** After so many items in a row without a connection, the others are not asked. */
const deadAfter = 8;

/**
 * Core's Generator over an OpenAI-compatible endpoint (chat completions): llama-server, Ollama, vLLM, a frontier API. Nothing is sent
 * before `generate` is called. A rate limit makes all requests wait, by Retry-After where it is given. What no further attempt mends
 * (garbage, invalid UTF-8, an answer longer than was asked for, an endpoint that died) is that request's failure.
 *
 * @throws LocoError `remote-address`; from `generate`, `remote-refused` where the key or the model is refused; from `score`,
 * `remote-cannot-score`
 */
export function remoteGenerator(endpoint: RemoteEndpoint): Generator {
  const { model, key, timeoutSeconds = 120, retries = 6, firstWaitMilliseconds = 500 } = endpoint;
  const address = completionsAddress(endpoint);
  const dialect: Dialect = { logProbabilities: true, lengthField: "max_tokens" };
  let openAgain = 0;
  let lostInARow = 0;

  async function attempt(request: GenerateRequest, signal?: AbortSignal): Promise<Generation> {
    for (let left = openAgain - Date.now(); left > 0; left = openAgain - Date.now()) await pause(left, signal);
    const started = performance.now();
    const options = { key, timeoutSeconds, mostBytes: mostAnswerBytes(request), signal };
    const body = await postJson(address, completionBody(model, request, dialect), options);
    return readCompletion(request, body, performance.now() - started);
  }

  async function answer(request: GenerateRequest, signal?: AbortSignal): Promise<GenerationResult> {
    for (let tries = 0; ; tries++) {
      if (lostInARow >= deadAfter) return failed(request, "remote-unreachable", "Not asked: the endpoint is gone.");
      const used = { ...dialect };
      try {
        const generation = await attempt(request, signal);
        lostInARow = 0;
        return generation;
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof RemoteRefusal) throw refused(address, model, error);
        if (!(error instanceof RemoteFault)) throw error;
        if (error.code === "remote-rejected" && learn(dialect, used, error.message)) continue;
        const wait = error.wait ?? Math.min(30_000, firstWaitMilliseconds * 2 ** tries * (0.75 + Math.random() / 2));
        const slow = error.code === "remote-timeout";
        const lost = slow || error.code === "remote-unreachable";
        // An endpoint that was gone for one item is not waited for at each other one.
        const most = lost && lostInARow > 0 ? 0 : slow ? Math.min(1, retries) : retries;
        if (!error.again || wait > longestWait || tries >= most) {
          lostInARow = lost ? lostInARow + 1 : 0;
          return failed(request, error.code, error.message);
        }
        if (error.code === "remote-rate-limit") openAgain = Math.max(openAgain, Date.now() + wait);
        else await pause(wait, signal);
      }
    }
  }

  return {
    identity: {
      kind: "remote",
      engine: `chat completions of ${address.origin}${address.pathname}`,
      revision: remoteRevision,
      // An endpoint names no file: what stands for one is its address with the model's name.
      base: { id: model, sha256: sha256Hex(`${address.href}\n${model}`) },
      adapter: null,
      template: "the endpoint's own",
      shape: {},
    },
    wave: 1,
    async *generate(requests: readonly GenerateRequest[], { signal, onToken }: GenerateOptions = {}) {
      lostInARow = 0;
      for await (const result of inFlight(requests, endpoint.inFlight ?? 4, signal, answer)) {
        if ("text" in result) onToken?.(result.id, result.text);
        yield result;
      }
    },
    score: () =>
      Promise.reject(
        new LocoError({
          code: "remote-cannot-score",
          message: `${address.host} answers questions; it cannot give the probability of a text that we name.`,
          fix: "Use a base on this machine for what scores given texts: loco base list",
          fields: { endpoint: address.origin, model },
        }),
      ),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}

/** Takes from a refusal what this endpoint does not know; whether another attempt is other than the one that `used` says. */
function learn(dialect: Dialect, used: Dialect, message: string): boolean {
  if (message.includes("max_completion_tokens")) dialect.lengthField = "max_completion_tokens";
  else if (/log_?prob/i.test(message)) dialect.logProbabilities = false;
  return dialect.lengthField !== used.lengthField || dialect.logProbabilities !== used.logProbabilities;
}

function failed({ id }: GenerateRequest, code: string, message: string): GenerationResult {
  return { id, error: { code, message } };
}

function refused(address: URL, model: string, { status, message }: RemoteRefusal): LocoError {
  const key = status === 401 || status === 403 || status === 407;
  return new LocoError({
    code: "remote-refused",
    message: `${address.host} refuses ${model}. ${message}`,
    fix: key
      ? "Put a valid key into an environment variable and name it: --key-from <variable>"
      : "Check --send-to and --model against what the endpoint offers.",
    fields: { endpoint: address.origin, model, status },
  });
}

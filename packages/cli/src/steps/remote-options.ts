import { LocoError, type Generator } from "@locollm/core";
import { remoteGenerator } from "@locollm/inference";

/** What a command says about an endpoint. Nothing is sent to one that it does not name. */
export interface RemoteOptions {
  readonly sendTo?: string | undefined;
  readonly model?: string | undefined;
  /** The environment variable that holds the key. */
  readonly keyFrom?: string | undefined;
  readonly inFlight?: string | undefined;
  readonly priceSent?: string | undefined;
  readonly priceReceived?: string | undefined;
}

const endpointFlags = {
  model: "--model",
  keyFrom: "--key-from",
  inFlight: "--in-flight",
  priceSent: "--price-sent",
  priceReceived: "--price-received",
} as const;

/**
 * The generator over the endpoint that the command names; undefined where it names none.
 *
 * @throws LocoError `wrong-use`, `key-missing`, `remote-address`
 */
export function namedRemote(options: RemoteOptions): Generator | undefined {
  const { sendTo, model, keyFrom, inFlight } = options;
  if (sendTo === undefined) {
    const stray = Object.entries(endpointFlags).find(([name]) => options[name as keyof RemoteOptions] !== undefined);
    if (stray === undefined) return undefined;
    throw wrongUse(`${stray[1]} belongs to an endpoint, and none is named.`, "Name it: --send-to <url>");
  }
  if (model === undefined) throw wrongUse("--send-to needs the model's name.", "Add --model <name>.");
  if (inFlight !== undefined && !/^[1-9]\d{0,2}$/.test(inFlight))
    throw wrongUse(`--in-flight ${inFlight} is no number of requests.`, "Give a whole number from 1 to 999.");
  return remoteGenerator({
    url: sendTo,
    model,
    ...(keyFrom !== undefined && { key: keyIn(keyFrom) }),
    ...(inFlight !== undefined && { inFlight: Number(inFlight) }),
  });
}

function keyIn(variable: string): string {
  const key = process.env[variable]?.trim();
  if (key !== undefined && key !== "") return key;
  throw new LocoError({
    code: "key-missing",
    message: `The environment variable ${variable} holds no key.`,
    fix: "Set it, or leave --key-from out where the endpoint wants no key. --key-from takes the variable's name, not the key.",
    kind: "usage",
  });
}

function wrongUse(message: string, fix: string): LocoError {
  return new LocoError({ code: "wrong-use", message, fix, kind: "usage" });
}

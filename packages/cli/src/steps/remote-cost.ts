import { LocoError, type AdapterManifest, type Condition, type GenerateRequest, type Item } from "@locollm/core";
import { requestsFor } from "@locollm/eval";
import { estimateTokens } from "@locollm/trainer";

/** Money for a million tokens, in whatever currency the person thinks. */
export interface Prices {
  readonly perMillionPrompt: number;
  readonly perMillionGenerated: number;
}

export interface RemoteCost {
  readonly requests: number;
  /** About, by our own count of tokens. */
  readonly promptTokens: number;
  /** At most. */
  readonly generatedTokens: number;
  /** At most; null where no prices are given. */
  readonly money: number | null;
}

// A chat template's marks around one message, about.
const tokensPerMessage = 5;

/** What asking the items under these conditions sends to an endpoint if nothing is cached; a tool loop is counted to its last round. */
export function remoteCost(
  manifest: AdapterManifest,
  conditions: readonly Condition[],
  rows: { readonly items: readonly Item[]; readonly trainingRows: readonly Item[] },
  prices: Prices | null,
): RemoteCost {
  const sent = conditions.flatMap((condition) => {
    const { scaffold } = condition;
    const rounds = scaffold.kind === "tool-loop" ? scaffold.rounds : 0;
    const times = scaffold.kind === "vote" ? scaffold.samples : rounds + 1;
    return requestsFor(manifest, condition, rows.items, rows.trainingRows).map((request) => ({
      request,
      times,
      rounds,
    }));
  });
  return costOf(sent, prices);
}

/** What sending these requests to an endpoint costs if nothing is cached. */
export function requestsCost(requests: readonly GenerateRequest[], prices: Prices | null): RemoteCost {
  return costOf(
    requests.map((request) => ({ request, times: 1, rounds: 0 })),
    prices,
  );
}

interface SentRequest {
  readonly request: GenerateRequest;
  readonly times: number;
  /** Of a tool loop. */
  readonly rounds: number;
}

function costOf(sent: readonly SentRequest[], prices: Prices | null): RemoteCost {
  let [requests, promptTokens, generatedTokens] = [0, 0, 0];
  for (const { request, times, rounds } of sent) {
    const { messages, sampling } = request;
    const prompt = messages.reduce((sum, { content }) => sum + estimateTokens(content) + tokensPerMessage, 0);
    requests += times;
    // Each round of a tool reads again what was written before it.
    promptTokens += times * prompt + ((rounds * (rounds + 1)) / 2) * sampling.maxTokens;
    generatedTokens += times * sampling.maxTokens;
  }
  const money =
    prices === null
      ? null
      : (promptTokens * prices.perMillionPrompt + generatedTokens * prices.perMillionGenerated) / 1e6;
  return { requests, promptTokens: Math.round(promptTokens), generatedTokens, money };
}

/** `240 requests, about 31,000 tokens sent, at most 7,680 received, at most 0.12 in the currency of your prices` */
export function remoteCostWords({ requests, promptTokens, generatedTokens, money }: RemoteCost): string {
  const number = (value: number) => value.toLocaleString("en");
  const price = money === null ? "" : `, at most ${money.toFixed(money < 1 ? 3 : 2)} in the currency of your prices`;
  return `${number(requests)} requests, about ${number(promptTokens)} tokens sent, at most ${number(generatedTokens)} received${price}`;
}

/**
 * The prices that a command names, both or none.
 *
 * @throws LocoError `wrong-use`
 */
export function pricesOf(sent: string | undefined, received: string | undefined): Prices | null {
  if (sent === undefined && received === undefined) return null;
  const [perMillionPrompt, perMillionGenerated] = [Number(sent), Number(received)];
  if (perMillionPrompt >= 0 && perMillionGenerated >= 0) return { perMillionPrompt, perMillionGenerated };
  throw new LocoError({
    code: "wrong-use",
    message: "The prices are no two numbers.",
    fix: "Give both, for a million tokens: --price-sent 0.15 --price-received 0.60",
    kind: "usage",
  });
}

import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface ChatCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly [field: string]: unknown;
  };
  /** The last message's text. */
  readonly question: string;
  /** How often this question was asked before. */
  readonly times: number;
}

/** An HTTP server that speaks the chat-completions protocol as `reply` says, broken in whatever way. */
export async function chatEndpoint(reply: (call: ChatCall, response: ServerResponse) => void | Promise<void>) {
  const calls: ChatCall[] = [];
  const state = { inFlight: 0, most: 0 };
  const server = createServer((request, response) => {
    state.most = Math.max(state.most, ++state.inFlight);
    response.on("close", () => state.inFlight--);
    const answer = async () => {
      const body = JSON.parse(await text(request)) as ChatCall["body"];
      const question = body.messages.at(-1)!.content;
      const times = calls.filter((call) => call.question === question).length;
      const call = { headers: request.headers, body, question, times };
      calls.push(call);
      if (request.url !== "/v1/chat/completions") response.writeHead(404).end();
      else await reply(call, response);
    };
    answer().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    state,
    close,
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await close();
    },
  };
}

/** Sends a whole, good answer. */
export function sendAnswer(
  response: ServerResponse,
  content: string | null,
  { finish = "stop", logprobs = true }: { readonly finish?: string; readonly logprobs?: boolean } = {},
): void {
  const body = {
    object: "chat.completion",
    choices: [
      {
        index: 0,
        finish_reason: finish,
        message: { role: "assistant", content },
        ...(logprobs && { logprobs: { content: [{ token: content, logprob: -0.25, bytes: null, top_logprobs: [] }] } }),
      },
    ],
    usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 },
  };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  body: string;
}

/** Who the project's token acts as. */
const botId = 99;

/** The part of GitLab's REST API that posts verdicts on one merge request, over HTTP on this machine. */
export async function gitlabServer(project: number, mergeRequest: number, token: string) {
  const state = { head: "", notes: [] as Note[], statuses: [] as Record<string, string>[] };
  const server = createServer((request, response) => {
    void answered(request).then(([status, body]) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  async function answered(request: IncomingMessage): Promise<[number, unknown]> {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    if (request.headers["private-token"] !== token) return [401, { message: "401 Unauthorized" }];
    const { pathname, searchParams } = new URL(request.url!, "http://127.0.0.1");
    const body = (text === "" ? {} : JSON.parse(text)) as Record<string, string>;
    const own = `/projects/${project}/merge_requests/${mergeRequest}`;
    const route = `${request.method} ${pathname}`;
    if (route === "GET /user") return [200, { id: botId }];
    if (route === `GET ${own}`) return [200, { sha: state.head }];
    if (route === `GET ${own}/notes`) {
      const from = (Number(searchParams.get("page")) - 1) * 100;
      return [200, state.notes.slice(from, from + 100)];
    }
    if (route === `POST ${own}/notes`) {
      state.notes.push({ id: state.notes.length + 1, author: { id: botId }, body: body["body"]! });
      return [201, state.notes.at(-1)];
    }
    const note = state.notes.find(({ id }) => route === `PUT ${own}/notes/${id}`);
    if (note !== undefined) {
      note.body = body["body"]!;
      return [200, note];
    }
    if (route === `POST /projects/${project}/statuses/${state.head}`) {
      state.statuses.push(body);
      return [201, { id: state.statuses.length }];
    }
    return [404, { message: "404 Not found" }];
  }

  return {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

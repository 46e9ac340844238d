import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Permissions } from "./run-workflow.ts";

export interface PostedComment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

export interface PostedCheck {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly conclusion: string;
  readonly details_url?: string;
  output: { title: string; summary: string; annotations: Annotation[] };
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly annotation_level: string;
  readonly title: string;
  readonly message: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const bot = "github-actions[bot]";
const mostAnnotations = 50;
const mostCharacters = 65_536;

/** The part of GitHub's REST API that posts verdicts, over HTTP on this machine, with its limits and its permissions. */
export async function githubServer(repository: string) {
  const pulls = new Map<number, string>();
  const comments = new Map<number, PostedComment[]>();
  const checks: PostedCheck[] = [];
  const requests: string[] = [];
  const tokens = new Map<string, Permissions>();
  /** Given instead of the next answers, one each. */
  const instead: Answer[] = [];
  let ids = 1000;

  const server = createServer((request, response) => {
    void answered(request).then(({ status, body, headers }) => send(response, status, body, headers));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  async function answered(request: IncomingMessage): Promise<Answer> {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    const { pathname, searchParams } = new URL(request.url!, "http://127.0.0.1");
    requests.push(`${request.method} ${request.url}`);
    const odd = instead.shift();
    if (odd !== undefined) return odd;
    const rights = tokens.get(request.headers.authorization?.replace("Bearer ", "") ?? "");
    if (rights === undefined) return { status: 401, body: { message: "Bad credentials" } };
    const [, what, rest = ""] = /^\/repos\/[^/]+\/[^/]+\/(pulls|issues|check-runs)\/?(.*)$/.exec(pathname) ?? [];
    if (!pathname.startsWith(`/repos/${repository}/`)) return { status: 404, body: { message: "Not Found" } };
    const right = what === "check-runs" ? rights["checks"] : rights["pull-requests"];
    if (request.method !== "GET" && right !== "write")
      return { status: 403, body: { message: "Resource not accessible by integration" } };
    const body = (text === "" ? {} : JSON.parse(text)) as never;
    const page = Number(searchParams.get("page") ?? 1);
    const size = Number(searchParams.get("per_page") ?? 30);
    if (what === "check-runs") return check(request.method!, rest, body);
    if (what === "pulls") return { status: 200, body: { head: { sha: pulls.get(Number(rest)) } } };
    return comment(request.method!, rest, body, (page - 1) * size, page * size);
  }

  function comment(method: string, rest: string, { body }: { body: string }, from: number, to: number): Answer {
    if (body !== undefined && body.length > mostCharacters)
      return { status: 422, body: { message: "Body is too long (maximum is 65536 characters)" } };
    const [first, second] = rest.split("/");
    if (method === "PATCH") {
      const one = [...comments.values()].flat().find(({ id }) => id === Number(second));
      if (one === undefined || one.user.login !== bot) return { status: 403, body: { message: "Not yours" } };
      one.body = body;
      return { status: 200, body: one };
    }
    const list = comments.get(Number(first)) ?? [];
    if (method === "GET") return { status: 200, body: list.slice(from, to) };
    const made = { id: ids++, user: { login: bot }, body };
    comments.set(Number(first), [...list, made]);
    return { status: 201, body: made };
  }

  function check(method: string, rest: string, body: Omit<PostedCheck, "id">): Answer {
    const { output } = body;
    if (output.annotations.length > mostAnnotations)
      return { status: 422, body: { message: "No more than 50 annotations are allowed" } };
    if (method === "POST") {
      const made = { ...body, id: ids++ };
      checks.push(made);
      return { status: 201, body: { id: made.id } };
    }
    const one = checks.find(({ id }) => id === Number(rest))!;
    one.output = { ...output, annotations: [...one.output.annotations, ...output.annotations] };
    return { status: 200, body: { id: one.id } };
  }

  return {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    repository,
    /** The head commit of each pull request. */
    pulls,
    comments,
    checks,
    requests,
    instead,
    token: (permissions: Permissions): string => {
      const token = `token-${tokens.size}`;
      tokens.set(token, permissions);
      return token;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Answer["headers"] = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

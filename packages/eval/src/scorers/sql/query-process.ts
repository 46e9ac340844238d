import { Worker } from "node:worker_threads";
import type { DatabaseSync } from "node:sqlite";
import { openFixtureDatabase } from "./fixture-database.ts";
import type { QueryReply, QueryRequest } from "./query-messages.ts";
import { RefusedQuery, runQuery } from "./run-query.ts";
import { differenceOfResults, type ComparedResult } from "./same-result.ts";
import { isOrdered } from "./sql-text.ts";

/**
 * The program of the query process: it holds one fixture's database and compares queries on it. It is started by
 * query-runner.ts and may be killed at any moment; it keeps nothing.
 */
let database: DatabaseSync | undefined;
const references = new Map<string, ComparedResult>();
const busy = new Int32Array(new SharedArrayBuffer(4));

function answer(request: QueryRequest): QueryReply {
  if (request.kind === "fixture") {
    database = openFixtureDatabase(request.fixture);
    return { kind: "ready" };
  }
  const expected = referenceResult(request.reference);
  if (request.kind === "reference") return { kind: "runs" };
  const got = runQuery(opened(), request.query);
  const reason = differenceOfResults(got, expected, isOrdered(request.reference));
  return reason === null ? { kind: "same" } : { kind: "different", reason };
}

/** Small results are kept, because a reference comes back under every condition. */
function referenceResult(sql: string): ComparedResult {
  const known = references.get(sql);
  if (known !== undefined) return known;
  const result = runQuery(opened(), sql);
  if (result.rows.length <= 100 && references.size < 2000) references.set(sql, result);
  return result;
}

function opened(): DatabaseSync {
  if (database === undefined) throw new Error("The fixture comes first.");
  return database;
}

process.on("message", (request: QueryRequest) => {
  Atomics.store(busy, 0, 1);
  let reply: QueryReply;
  try {
    reply = answer(request);
  } catch (error) {
    const { message } = error as Error;
    reply = { kind: "refused", reason: message.slice(0, 300), syntax: error instanceof RefusedQuery && error.syntax };
  }
  Atomics.store(busy, 0, 0);
  process.send?.(reply);
});
process.on("disconnect", () => process.exit(0));

const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
new Worker(new URL(`./query-watchdog.${extension}`, import.meta.url), { workerData: busy.buffer }).unref();

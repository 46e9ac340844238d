#!/usr/bin/env -S node --conditions=@locollm/source
import { enableCompileCache } from "node:module";

// Most of a short command's time is reading modules; Node keeps their compiled form in its own cache.
enableCompileCache();
// Before anything uses Node's pool of threads: where decodes hop between its threads, the system puts llama.cpp's own
// threads on one core too often (two cores, Linux: 16 tokens at once take 24 ms with four, 14 ms with one).
process.env["UV_THREADPOOL_SIZE"] ??= "1";
const { runCli } = await import("./run-cli.ts");
process.exitCode = await runCli(process.argv.slice(2));

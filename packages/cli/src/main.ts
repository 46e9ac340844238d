#!/usr/bin/env -S node --conditions=@locollm/source
import { enableCompileCache } from "node:module";

// Most of a short command's time is reading modules; Node keeps their compiled form in its own cache.
enableCompileCache();
const { runCli } = await import("./run-cli.ts");
process.exitCode = await runCli(process.argv.slice(2));

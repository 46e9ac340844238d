import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { LocoError, sha256Hex } from "@locollm/core";
import { hashFile, homeFolders, locoHome, withProcessLock, writeWhole } from "@locollm/store";
import { execa } from "execa";
import { applyPatch, patches } from "./patches.ts";

/** A program of llama.cpp's own, by the name of its build target. */
export type LlamaTool = "llama-batched-bench" | "llama-server" | "llama-quantize" | "llama-finetune";

const offline = ["LLAMA_OPENSSL=OFF", "LLAMA_BUILD_UI=OFF", "LLAMA_USE_PREBUILT_UI=OFF"];
const small = ["LLAMA_BUILD_TESTS=OFF", "LLAMA_BUILD_APP=OFF"];
const portable = ["CMAKE_BUILD_TYPE=Release", "GGML_NATIVE=OFF", "GGML_CCACHE=OFF", ...offline, ...small];
const engineKernels = [
  "GGML_BACKEND_DL=ON",
  "GGML_CPU=OFF",
  "BUILD_SHARED_LIBS=ON",
  "CMAKE_PLATFORM_NO_VERSIONED_SONAME=ON",
];
/** Most of the source's 175 MB, and nothing in it is compiled. */
const leftOut = [".git", "docs", "models"];
/** Minutes of one core for two tools: 7 to 12 were measured. */
const coreMinutes = 12;

export interface BuildOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told in plain sentences what goes on; nothing is told where the tools are ready. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/**
 * Builds llama.cpp's tools from the source that node-llama-cpp carries, once per user under `LOCO_HOME`, and gives the
 * path of each. A killed build goes on.
 *
 * Where node-llama-cpp picks one of several CPU libraries at run time (Linux), the tools load the same files and pick
 * by the same rule. Both sides then compute with the same kernels, and what differs is what lies above them; kernels of
 * our own would be others, because GCC 12 compiles llama.cpp's AMX ones to an illegal instruction.
 *
 * @throws LocoError `build-tools-missing`, `build-failed`
 */
export async function buildLlamaTools<Tool extends LlamaTool>(
  tools: readonly Tool[],
  { signal, onLog }: BuildOptions = {},
): Promise<Record<Tool, string>> {
  const missing = ["git", "cmake", "c++"].find((program) => !answers(program));
  if (missing !== undefined || process.platform === "win32") {
    throw new LocoError({
      code: "build-tools-missing",
      message: `llama.cpp's own programs cannot be built here: ${missing === undefined ? "not on Windows yet" : `there is no ${missing}`}.`,
      fix: "On Debian and Ubuntu: sudo apt install git cmake g++. On macOS: xcode-select --install, and brew install cmake.",
      fields: { tools: [...tools] },
      kind: "machine",
    });
  }
  const engine = path.resolve(path.dirname(createRequire(import.meta.url).resolve("node-llama-cpp")), "..");
  const bundle = path.join(engine, "llama", "gitRelease.bundle");
  const kernels = await kernelFiles(engine);
  const options = [...portable, ...(kernels.length > 0 ? engineKernels : [])].map((option) => `-D${option}`);
  const hashes = await Promise.all([bundle, ...kernels].map((file) => hashFile(file)));
  const parts = [process.platform, process.arch, ...options, JSON.stringify(patches), ...hashes];
  const key = sha256Hex(parts.join("\n")).slice(0, 16);
  const folder = path.join(locoHome(), homeFolders.builds, `llama-${key}`);
  const stamp = (tool: Tool) => path.join(folder, `${tool}.ready`);
  const unready = () => tools.filter((tool) => !existsSync(stamp(tool)));
  const onWait = () => onLog?.("Another process is building llama.cpp's tools; waiting for it.");
  if (unready().length > 0) {
    await withProcessLock(`${folder}.lock`, { signal, onWait }, async () => {
      const wanted = unready();
      if (wanted.length > 0) await build({ folder, bundle, kernels, options, tools: wanted, signal, onLog });
      for (const tool of wanted) await writeWhole(stamp(tool), "");
    });
  }
  const entries = tools.map((tool) => [tool, path.join(folder, "build", "bin", tool)]);
  return Object.fromEntries(entries) as Record<Tool, string>;
}

interface Build extends BuildOptions {
  readonly folder: string;
  readonly bundle: string;
  readonly kernels: readonly string[];
  readonly options: readonly string[];
  readonly tools: readonly string[];
}

async function build({ folder, bundle, kernels, options, tools, signal, onLog }: Build): Promise<void> {
  const cores = availableParallelism();
  const log = path.join(folder, "build.log");
  onLog?.(
    `Building ${tools.join(", ")} from the engine's own source, once: up to ${Math.ceil(coreMinutes / cores)} min, 0.1 GB on disk, nothing to download. Ctrl-C is safe.`,
  );
  const source = path.join(folder, "source");
  const out = path.join(folder, "build");
  await mkdir(folder, { recursive: true });
  const run = async (program: string, args: readonly string[]): Promise<void> => {
    const done = await execa(program, args, {
      stdin: "ignore",
      stdout: { file: log, append: true },
      stderr: { file: log, append: true },
      reject: false,
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
    signal?.throwIfAborted();
    if (!done.failed) return;
    throw new LocoError({
      code: "build-failed",
      message: `llama.cpp's own programs could not be built: ${program} ${args[0]} ended with ${done.exitCode ?? done.signal}.`,
      fix: `Read the end of ${log}; then run the same command again, which goes on.`,
      fields: { log },
      kind: "machine",
    });
  };
  if (!existsSync(source)) {
    const unfinished = `${source}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await run("git", ["clone", "--quiet", "-c", "advice.detachedHead=false", bundle, unfinished]);
    for (const patch of patches) await applyPatch(unfinished, patch);
    for (const name of leftOut) await rm(path.join(unfinished, name), { recursive: true, force: true });
    await rename(unfinished, source);
  }
  // A build that was begun goes on with the program that it was begun with.
  const ninja = !existsSync(path.join(out, "CMakeCache.txt")) && answers("ninja") ? ["-G", "Ninja"] : [];
  await run("cmake", ["-S", source, "-B", out, "--log-level=WARNING", ...ninja, ...options]);
  await run("cmake", ["--build", out, "--parallel", String(cores), "--target", ...tools]);
  for (const kernel of kernels) await cp(kernel, path.join(out, "bin", path.basename(kernel)));
}

/** The CPU libraries among which the engine chooses; none where the platform's engine is one piece. */
async function kernelFiles(engine: string): Promise<string[]> {
  const name = `@node-llama-cpp/${process.platform}-${process.arch}`;
  const prebuilt = createRequire(path.join(engine, "package.json")).resolve(name);
  const { getBinsDir } = (await import(pathToFileURL(prebuilt).href)) as { getBinsDir: () => { binsDir: string } };
  const bins = path.join(getBinsDir().binsDir, `${process.platform}-${process.arch}`);
  const files = await readdir(bins);
  return files.filter((file) => /^libggml-cpu-.*\.so$/.test(file)).map((file) => path.join(bins, file));
}

function answers(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

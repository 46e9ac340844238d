import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { sha256Hex } from "@locollm/core";
import { hashFile, homeFolders, locoHome, withProcessLock, writeWhole } from "@locollm/store";

/** A program of llama.cpp's own, by the name of its build target. */
export type LlamaTool = "llama-batched-bench" | "llama-server";

const offline = ["LLAMA_OPENSSL=OFF", "LLAMA_BUILD_UI=OFF", "LLAMA_USE_PREBUILT_UI=OFF"];
const small = ["LLAMA_BUILD_TESTS=OFF", "LLAMA_BUILD_EXAMPLES=OFF", "LLAMA_BUILD_APP=OFF"];
const portable = ["CMAKE_BUILD_TYPE=Release", "GGML_NATIVE=OFF", "GGML_CCACHE=OFF", ...offline, ...small];
const engineKernels = [
  "GGML_BACKEND_DL=ON",
  "GGML_CPU=OFF",
  "BUILD_SHARED_LIBS=ON",
  "CMAKE_PLATFORM_NO_VERSIONED_SONAME=ON",
];
/** Most of the source's 175 MB, and nothing in it is compiled. */
const leftOut = [".git", "docs", "models"];
/** llama-batched-bench takes `--lora` and leaves it unused; with this it does as it is told. */
const honourLora = {
  file: "tools/batched-bench/batched-bench.cpp",
  before: "    const llama_vocab * vocab ",
  code: `    for (const auto & wanted : params.lora_adapters) {
        llama_adapter_lora * adapter = llama_adapter_lora_init(model, wanted.path.c_str());
        float scale = wanted.scale;
        if (adapter == NULL || llama_set_adapters_lora(ctx, &adapter, 1, &scale) != 0) return 1;
    }
`,
};
/** Minutes of one core, measured for both tools. */
const coreMinutes = 7;

/**
 * Builds llama.cpp's tools from the source that node-llama-cpp carries, once per user under `LOCO_HOME`, and gives the
 * path of each; undefined, after a line that begins with "skipped", where that cannot be done. A killed build goes on.
 *
 * Where node-llama-cpp picks one of several CPU libraries at run time (Linux), the tools load the same files and pick
 * by the same rule. Both sides then compute with the same kernels, and what differs is what lies above them; kernels of
 * our own would be others, because GCC 12 compiles llama.cpp's AMX ones to an illegal instruction.
 */
export async function buildLlamaTools<Tool extends LlamaTool>(
  tools: readonly Tool[],
): Promise<Record<Tool, string> | undefined> {
  const missing = ["git", "cmake", "c++"].find((program) => !answers(program));
  if (missing !== undefined || process.platform === "win32") {
    console.log(`skipped: ${tools.join(", ")}: ${missing === undefined ? "not on Windows" : `no ${missing} here`}`);
    return undefined;
  }
  const engine = path.resolve(path.dirname(createRequire(import.meta.url).resolve("node-llama-cpp")), "..");
  const bundle = path.join(engine, "llama", "gitRelease.bundle");
  const kernels = await kernelFiles(engine);
  const options = [...portable, ...(kernels.length > 0 ? engineKernels : [])].map((option) => `-D${option}`);
  const hashes = await Promise.all([bundle, ...kernels].map((file) => hashFile(file)));
  const parts = [process.platform, process.arch, ...options, honourLora.code, ...hashes];
  const key = sha256Hex(parts.join("\n")).slice(0, 16);
  const folder = path.join(locoHome(), homeFolders.builds, `llama-${key}`);
  const stamp = (tool: Tool) => path.join(folder, `${tool}.ready`);
  const unready = () => tools.filter((tool) => !existsSync(stamp(tool)));
  const onWait = () => console.error("Another process is building llama.cpp's tools; waiting for it.");
  try {
    if (unready().length > 0) {
      await withProcessLock(`${folder}.lock`, { onWait }, async () => {
        const wanted = unready();
        if (wanted.length > 0) await build(folder, bundle, kernels, options, wanted);
        for (const tool of wanted) await writeWhole(stamp(tool), "");
      });
    }
  } catch (error) {
    console.log(`skipped: ${tools.join(", ")}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  const entries = tools.map((tool) => [tool, path.join(folder, "build", "bin", tool)]);
  return Object.fromEntries(entries) as Record<Tool, string>;
}

async function build(
  folder: string,
  bundle: string,
  kernels: readonly string[],
  options: readonly string[],
  tools: readonly string[],
): Promise<void> {
  const cores = availableParallelism();
  console.error(
    `Building ${tools.join(", ")} from the engine's own source, once: up to ${Math.ceil(coreMinutes / cores)} min, ` +
      `0.1 GB on disk, nothing to download. Ctrl-C is safe.`,
  );
  const source = path.join(folder, "source");
  const out = path.join(folder, "build");
  if (!existsSync(source)) {
    const unfinished = `${source}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await run("git", ["clone", "--quiet", "-c", "advice.detachedHead=false", bundle, unfinished]);
    const patched = path.join(unfinished, honourLora.file);
    const { before, code } = honourLora;
    await writeFile(
      patched,
      (await readFile(patched, "utf8")).replace(before, () => code + before),
    );
    for (const name of leftOut) await rm(path.join(unfinished, name), { recursive: true, force: true });
    await rename(unfinished, source);
  }
  const ninja = answers("ninja") ? ["-G", "Ninja"] : [];
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

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ["ignore", 2, 2] });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}`);
}

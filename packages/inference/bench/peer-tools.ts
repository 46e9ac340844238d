import { buildLlamaTools, type LlamaTool } from "../src/llama-tools/build-llama-tools.ts";

/** Programs of llama.cpp to measure beside; undefined, after a line that begins with "skipped", where they cannot be built. */
export async function peerTools<Tool extends LlamaTool>(
  tools: readonly Tool[],
): Promise<Record<Tool, string> | undefined> {
  try {
    return await buildLlamaTools(tools, { onLog: (line) => console.error(line) });
  } catch (error) {
    console.log(`skipped: ${tools.join(", ")}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

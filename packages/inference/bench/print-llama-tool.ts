/** Builds one of llama.cpp's own programs and prints its path; nothing where it cannot be built. Run: node print-llama-tool.ts <name> */
import { buildLlamaTools, type LlamaTool } from "./llama-tools.ts";

const name = process.argv[2] as LlamaTool;
const tools = await buildLlamaTools([name]);
if (tools !== undefined) process.stdout.write(tools[name]);

/** Builds one of llama.cpp's own programs and prints its path; nothing where it cannot be built. Run: node print-llama-tool.ts <name> */
import type { LlamaTool } from "../src/llama-tools/build-llama-tools.ts";
import { peerTools } from "./peer-tools.ts";

const name = process.argv[2] as LlamaTool;
const tools = await peerTools([name]);
if (tools !== undefined) process.stdout.write(tools[name]);

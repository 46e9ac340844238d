/**
 * The least that answers a prompt with node-llama-cpp, as a program of its own to measure others against.
 * Run: node bare-answer.ts <base.gguf> <adapter.gguf> <prompt>
 */
import { availableParallelism } from "node:os";
import { getLlama, LlamaCompletion, LlamaLogLevel } from "node-llama-cpp";

const [base = "", adapter = "", prompt = ""] = process.argv.slice(2);
const llama = await getLlama({ gpu: false, build: "never", progressLogs: false, logLevel: LlamaLogLevel.disabled });
const model = await llama.loadModel({ modelPath: base, gpuLayers: 0, useMmap: true });
// Its own default is at least four threads, which on two cores takes a hundred times as long.
const threads = availableParallelism();
const context = await model.createContext({ sequences: 1, contextSize: 256, threads, lora: adapter });
const completion = new LlamaCompletion({ contextSequence: context.getSequence() });
await completion.generateCompletion(model.tokenize(prompt, true), {
  temperature: 0,
  maxTokens: 64,
  onTextChunk: (text) => process.stdout.write(text),
});
await llama.dispose();

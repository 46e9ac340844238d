export type { LocalAdapter } from "./local-adapter.ts";
export { openBase, type GeneratorOptions, type OpenBase, type OpenBaseOptions } from "./open-base.ts";
export { engineName, engineRevision, startLlama as startEngine, stopLlama } from "./start-llama.ts";
export { buildLlamaTools, type LlamaTool } from "./llama-tools/build-llama-tools.ts";
export { measureThroughput, type MeasuredThroughput } from "./measure-throughput.ts";
export type { RemoteEndpoint } from "./remote/endpoint.ts";
export { remoteGenerator, remoteRevision } from "./remote/remote-generator.ts";

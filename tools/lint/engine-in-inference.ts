import { importRule } from "./rule.ts";

/** node-llama-cpp lives in inference alone. */
export const engineInInference = importRule((specifier, file) => {
  if (file.packageName === "inference" || !/^node-llama-cpp(\/|$)/.test(specifier)) return undefined;
  return "Only inference may import node-llama-cpp. Take core's Generator instead: then a remote endpoint and a recorded run fit too.";
});

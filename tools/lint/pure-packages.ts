import { isBuiltin } from "node:module";
import { importRule } from "./rule.ts";

const pure: readonly string[] = ["core", "router"];

/** core and router run in a browser; only their tests may use Node. */
export const purePackages = importRule((specifier, file) => {
  if (file.packageName === undefined || !pure.includes(file.packageName)) return undefined;
  if (file.isTest || !/^packages\/[^/]+\/src\//.test(file.path) || !isBuiltin(specifier)) return undefined;
  return `${file.packageName} runs in a browser too, so it may not import ${specifier}. Take what you need as an argument, or put the file in store.`;
});

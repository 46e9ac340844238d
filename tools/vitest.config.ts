import { mergeConfig } from "vitest/config";
import { packageTests } from "./package-tests.ts";

export default mergeConfig(packageTests("tools"), {
  // It imports JSON as Node does not allow, and Vite does.
  test: { server: { deps: { inline: ["@actions/workflow-parser"] } } },
});

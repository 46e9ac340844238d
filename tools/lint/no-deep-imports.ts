import { importRule } from "./rule.ts";

/** Another package is used through what its `src/index.ts` exports. */
export const noDeepImports = importRule((specifier) => {
  const match = /^(@locollm\/[^/]+)\/./.exec(specifier);
  if (match === null) return undefined;
  return `Import from ${match[1]} itself: what is not exported from its src/index.ts may change without notice.`;
});

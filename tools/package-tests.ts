import { defineProject, type UserWorkspaceConfig } from "vitest/config";

/** Tests that take minutes are named `*.long.test.ts` and run in `npm run test:long`, which sets this. */
const long = process.env["LOCO_LONG"] === "1";

/** How every package's tests run: on the sources, and without a time limit that a busy laptop would break. */
export function packageTests(name: string): UserWorkspaceConfig {
  return defineProject({
    resolve: { conditions: ["@locollm/source"] },
    ssr: { resolve: { conditions: ["@locollm/source"] } },
    test: {
      name,
      include: long ? ["**/*.long.test.ts"] : ["**/*.test.ts"],
      exclude: ["**/node_modules/**", ...(long ? [] : ["**/*.long.test.ts"])],
      testTimeout: long ? 3_600_000 : 120_000,
      hookTimeout: long ? 3_600_000 : 120_000,
    },
  });
}

import { expect, test } from "vitest";
import { readWorkspace } from "./read-workspace.ts";
import { activeSemester, resolveAdapter, resolveBase, resolveSemester } from "./resolve.ts";
import { demoManifest, temporaryClass } from "./temporary-class.ts";

test("bare and full names, the active semester, and the nearest names for a wrong one", async () => {
  await using made = await temporaryClass({
    "semesters/2026-s2/adapters/iso-dates/adapter.yaml": demoManifest,
    "semesters/2026-s2/adapters/broken/adapter.yaml": "schema: 1\n",
  });
  const workspace = await readWorkspace(made.root);
  expect(activeSemester(workspace).id).toBe("2026-s2");
  expect(resolveAdapter(workspace, "iso-dates").id).toBe("2026-s2/iso-dates");
  expect(resolveAdapter(workspace, "2026-s2/iso-dates").slug).toBe("iso-dates");
  expect(resolveBase(workspace).id).toBe("tiny");
  expect(() => resolveAdapter(workspace, "broken")).toThrow("2026-s2/broken cannot be read.");
  expect(() => resolveBase(workspace, "tinny")).toThrow(
    expect.objectContaining({ fix: "Did you mean tiny?", kind: "usage" }),
  );
  expect(() => resolveSemester(workspace, "2026-s1")).toThrow("There is no semester called 2026-s1.");
  expect(() => resolveAdapter(workspace, "iso-date")).toThrow(
    expect.objectContaining({ code: "unknown-adapter", fix: "Did you mean iso-dates?" }),
  );
});

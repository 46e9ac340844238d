import { expect, test } from "vitest";
import { readWorkspace } from "./read-workspace.ts";
import { activeSemester, nameOfPath, resolveAdapter, resolveBase, resolveSemester } from "./resolve.ts";
import { demoManifest, semesterManifest, temporaryClass } from "./temporary-class.ts";

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
  expect(() => resolveAdapter(workspace, "broken")).toThrow(
    "2026-s2/broken cannot be read: semesters/2026-s2/adapters/broken/adapter.yaml:1: title is missing.",
  );
  expect(() => resolveBase(workspace, "tinny")).toThrow(
    expect.objectContaining({ fix: "Did you mean tiny?", kind: "usage" }),
  );
  expect(() => resolveSemester(workspace, "2026-s1")).toThrow("There is no semester called 2026-s1.");
  expect(() => resolveAdapter(workspace, "iso-date")).toThrow(
    expect.objectContaining({ code: "unknown-adapter", fix: "Did you mean iso-dates?" }),
  );
});

test("a path, as the Tab key completes it, names an adapter", async () => {
  await using made = await temporaryClass({
    "semesters/2026-s1/semester.yaml": semesterManifest.replace("active: true", "active: false"),
    "semesters/2026-s1/adapters/old/adapter.yaml": demoManifest,
    "semesters/2026-s2/adapters/new/adapter.yaml": demoManifest,
  });
  const workspace = await readWorkspace(made.root);
  const names = ["new/", "./new", "semesters/2026-s2/adapters/new", String.raw`semesters\2026-s1\adapters\old` + "\\"];
  expect(names.map((name) => resolveAdapter(workspace, name).id)).toEqual([
    "2026-s2/new",
    "2026-s2/new",
    "2026-s2/new",
    "2026-s1/old",
  ]);
  expect(["semesters/2026-s2/", "a/b/c", ".."].map(nameOfPath)).toEqual(["2026-s2", "a/b/c", ".."]);
});

test("what is not there because its file is wrong says so, with the place", async () => {
  await using made = await temporaryClass({
    "bases/tiny.yaml": "schema: 1\nid: tiny\n",
    "semesters/2026-s2/semester.yaml": semesterManifest.replace("[tiny]", "\n  - tiny\n  - tinny"),
  });
  const workspace = await readWorkspace(made.root);
  expect(workspace.findings.filter(({ file }) => file?.startsWith("semesters"))).toMatchInlineSnapshot(`
    [
      {
        "code": "semester-unknown-base",
        "file": "semesters/2026-s2/semester.yaml",
        "fix": "There are none yet.",
        "line": 7,
        "message": "There is no base called tiny in bases/ that can be read.",
        "severity": "error",
      },
      {
        "code": "semester-unknown-base",
        "file": "semesters/2026-s2/semester.yaml",
        "fix": "There are none yet.",
        "line": 8,
        "message": "There is no base called tinny in bases/ that can be read.",
        "severity": "error",
      },
    ]
  `);
  expect(() => resolveBase(workspace)).toThrow("The base tiny cannot be read: bases/tiny.yaml:1: title is missing.");
  expect(() => activeSemester({ ...workspace, semesters: [], findings: [] })).toThrow(
    expect.objectContaining({ code: "no-semester", kind: "usage" }),
  );
  const broken = { ...workspace, semesters: [], findings: workspace.findings.slice(-1) };
  expect(() => activeSemester(broken)).toThrow("no semester that can be read: semesters/2026-s2/semester.yaml:8: ");
  const without = { ...workspace, bases: [], findings: [] };
  expect(() => resolveBase(without)).toThrow(
    "semesters/2026-s2/semester.yaml names the base tiny, which is not in bases/.",
  );
});

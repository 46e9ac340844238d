import type { AdapterManifest, Finding } from "@locollm/core";
import type { ValuePath } from "../workspace/schema-findings.ts";
import { restrictionOf } from "./licence-terms.ts";

/** Licences under which rows can be shared, changed and trained on by the next class. */
const openLicences = new Set([
  "CC0-1.0",
  "CC-BY-3.0",
  "CC-BY-4.0",
  "CC-BY-SA-4.0",
  "MIT",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ODC-By-1.0",
  "ODbL-1.0",
  "PDDL-1.0",
]);

/** A licence that the next class may not be able to build on. */
export function licence(manifest: AdapterManifest, file: string, line: (path: ValuePath) => number): Finding[] {
  const restriction = restrictionOf(manifest.licence);
  if (restriction !== null) {
    return [
      {
        code: "licence-restricts",
        severity: "warning",
        file,
        line: line(["licence"]),
        message: `${manifest.licence} allows ${restriction}, and so holds what is trained on these rows back too.`,
        fix: "Use rows under CC-BY-4.0 or another open licence, or say in README.md who allowed more.",
      },
    ];
  }
  if (openLicences.has(manifest.licence)) return [];
  return [
    {
      code: "licence-unknown",
      severity: "warning",
      file,
      line: line(["licence"]),
      message: `${manifest.licence} is not among the open licences that we know by their SPDX name.`,
      fix: `Use one of ${[...openLicences].join(", ")}, or say in README.md why this one allows reuse.`,
    },
  ];
}

import { adapterManifestSchema, type AdapterManifest } from "@locollm/core";

/** A whole manifest; what a test is about stands in `settings`. */
export function demoManifest(settings: Readonly<Record<string, unknown>> = {}): AdapterManifest {
  return adapterManifestSchema.parse({
    schema: 1,
    title: "Demo",
    summary: "A demo.",
    version: "1.0.0",
    authors: [{ handle: "someone" }],
    licence: "CC-BY-4.0",
    data: { provenance: "made up" },
    score: { scorer: "exact" },
    limits: "none",
    ...settings,
  });
}

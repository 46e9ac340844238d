import type { AdapterManifest, Finding } from "@locollm/core";
import type { ValuePath } from "../workspace/schema-findings.ts";

/** Places of the manifest where `loco new` left a TODO for the author. */
export function placeholders(manifest: AdapterManifest, file: string, line: (path: ValuePath) => number): Finding[] {
  const { title, summary, authors, licence, data, prompt, limits, verify } = manifest;
  const texts = {
    title,
    summary,
    authors: authors.map(({ handle }) => handle).join(" "),
    licence,
    "data.provenance": data.provenance,
    "prompt.system": prompt.system,
    limits,
    verify,
  };
  return Object.entries(texts).flatMap(([field, text]): Finding[] =>
    text === undefined || !/\bTODO\b/.test(text)
      ? []
      : [
          {
            code: "placeholder-left",
            severity: "error",
            file,
            line: line(field.split(".")),
            message: `${field} still says TODO.`,
            fix: `Write ${field} in your own words.`,
          },
        ],
  );
}

import { expect, test } from "vitest";
import { z } from "zod";
import { adapterManifestSchema } from "./adapter-manifest.ts";

const written = {
  schema: 1,
  title: "Dates to ISO 8601",
  summary: "Rewrites a date written in English as YYYY-MM-DD.",
  version: "1.0.0",
  authors: [{ handle: "loco-teaching-team" }],
  licence: "CC-BY-4.0",
  data: { provenance: "generated; no personal data" },
  prompt: { system: "Rewrite the date." },
  score: { scorer: "exact" },
  train: { recipe: "default", epochs: 1 },
  limits: "Gregorian dates between 1950 and 2035 only.",
};

test("fills in what a student leaves out", () => {
  const manifest = adapterManifestSchema.parse(written);
  expect(manifest.prompt).toEqual({ system: "Rewrite the date.", maxTokens: 128, tools: [] });
  expect(manifest.train).toEqual({ recipe: "default", epochs: 1 });
});

test("names what is missing, unknown or out of range", () => {
  const { licence: _, ...rest } = written;
  const parsed = adapterManifestSchema.safeParse({
    ...rest,
    version: "1",
    score: { scorer: "exakt" },
    train: { rank: 900 },
  });
  expect(parsed.success ? "" : z.prettifyError(parsed.error)).toMatchInlineSnapshot(`
    "✖ must be a version such as 1.0.0
      → at version
    ✖ Invalid input: expected string, received undefined
      → at licence
    ✖ Invalid discriminator value. Expected 'exact' | 'regex' | 'contains' | 'numeric' | 'choice' | 'json' | 'rouge-l' | 'chrf' | 'sql' | 'python'
      → at score.scorer
    ✖ Too big: expected number to be <=64
      → at train.rank"
  `);
});

test("a rank is not a place for rsLoRA, DoRA or biases", () => {
  const parsed = adapterManifestSchema.safeParse({ ...written, train: { use_dora: true } });
  expect(parsed.success ? "" : z.prettifyError(parsed.error)).toMatchInlineSnapshot(`
    "✖ Unrecognized key: "use_dora"
      → at train"
  `);
});

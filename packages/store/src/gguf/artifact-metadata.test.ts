import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { adapterManifestSchema, artifactKeys, lockSchema, writtenRecipeSchema } from "@locollm/core";
import { expect, test } from "vitest";
import { artifactMetadata } from "./artifact-metadata.ts";
import type { GgufValue } from "./gguf-value.ts";
import { readGguf } from "./read-gguf.ts";

const adapters = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../../semesters/2026-s2/adapters");
const base = "smollm2-135m-instruct-q4-1";

const trained = readdirSync(adapters).filter((slug) => existsSync(path.join(adapters, slug, `weights/${base}.gguf`)));

test.each(trained)("the weights of %s say what their lock says", async (slug) => {
  const read = artifactMetadata(readGguf(path.join(adapters, slug, `weights/${base}.gguf`)).metadata);
  if (!("value" in read)) throw new Error(read.problem);
  const lock = lockSchema.parse(JSON.parse(await readFile(path.join(adapters, slug, `locks/${base}.json`), "utf8")));
  expect(read.value).toMatchObject({ adapterId: `2026-s2/${slug}`, baseId: base, baseSha256: lock.base.sha256 });
  expect(() => writtenRecipeSchema.parse(JSON.parse(read.value.recipe!))).not.toThrow();
  expect(() => adapterManifestSchema.parse(JSON.parse(read.value.manifest!))).not.toThrow();
});

test("says what cannot be", () => {
  const text = (value: string): GgufValue => ({ type: "string", value });
  const sound: [string, GgufValue][] = [[artifactKeys.baseSha256, text("a".repeat(64))]];
  const said = (key: string, value: GgufValue) => artifactMetadata(new Map([...sound, [key, value]]));
  expect([
    artifactMetadata(new Map()),
    artifactMetadata(new Map(sound)),
    said(artifactKeys.baseSha256, text("a")),
    said(artifactKeys.adapterId, text("../../x")),
    said(artifactKeys.recipe, text("rank 4")),
    said(artifactKeys.trainerRevision, text("one")),
    said(artifactKeys.trainSha256, { type: "array", of: "u8", length: 3 }),
  ]).toMatchInlineSnapshot(`
    [
      {
        "problem": "does not name the base that it was trained on (loco.base.sha256)",
      },
      {
        "value": {
          "baseSha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        },
      },
      {
        "problem": "has a loco.base.sha256 that cannot be: must be a sha256: 64 lower-case hex digits",
      },
      {
        "problem": "has a loco.adapter.id that cannot be: must be <semester>/<adapter>",
      },
      {
        "problem": "has a loco.recipe that cannot be: must be canonical JSON of an object",
      },
      {
        "problem": "has a loco.trainer.revision that cannot be: expected number, received string",
      },
      {
        "problem": "has a loco.data.train.sha256 that cannot be: expected string, received array",
      },
    ]
  `);
});

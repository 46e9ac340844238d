import { copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { LocoError, type BaseManifest } from "@locollm/core";
import { metadataText } from "../gguf/gguf-value.ts";
import { readGguf } from "../gguf/read-gguf.ts";
import { hashFile } from "../hash-file.ts";
import { locoHome } from "../home.ts";
import { isSealed, placeSealed } from "../sealed-file.ts";
import { temporaryBeside } from "../write-whole.ts";
import { verifyBase } from "./assemble-base.ts";
import { basePath, type CachedBase } from "./cached-base.ts";
import { requireSpace } from "./disk-space.ts";
import { readPin, writePin } from "./pinned-hash.ts";

/**
 * Takes a GGUF that somebody brought, on a stick for instance, as the base whose hash it has. A base without a known
 * hash is recognised by file name and architecture and pinned to this file.
 *
 * @throws LocoError `base-unknown` where it is none of them, `gguf-…` where it is not sound
 */
export async function importBase(
  file: string,
  manifests: readonly BaseManifest[],
  home: string = locoHome(),
): Promise<CachedBase> {
  const { metadata, fileBytes } = readGguf(file);
  const unfinished = temporaryBeside(basePath(home, path.basename(file)));
  await mkdir(path.dirname(unfinished), { recursive: true });
  await requireSpace(path.dirname(unfinished), fileBytes);
  try {
    // Copy first, hash the copy: the file may change under our hands.
    await copyFile(file, unfinished);
    const sha256 = await hashFile(unfinished);
    const manifest = await recognise(file, sha256, metadataText(metadata, "general.architecture"), manifests, home);
    verifyBase(manifest, { file: unfinished, sha256 }, sha256);
    const target = basePath(home, sha256);
    if (!(await isSealed(target, sha256))) await placeSealed(unfinished, target, sha256);
    if (manifest.file.sha256 === undefined)
      await writePin(home, { base: manifest.id, sha256, bytes: fileBytes, source: `file:${path.basename(file)}` });
    return { id: manifest.id, path: target, sha256 };
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function recognise(
  file: string,
  sha256: string,
  architecture: string | undefined,
  manifests: readonly BaseManifest[],
  home: string,
): Promise<BaseManifest> {
  const known = manifests.find((manifest) => manifest.file.sha256 === sha256);
  if (known !== undefined) return known;
  for (const manifest of manifests) {
    if (manifest.file.sha256 !== undefined || manifest.architecture !== architecture) continue;
    const pin = await readPin(home, manifest.id);
    if (pin === undefined ? manifest.file.name === path.basename(file) : pin.sha256 === sha256) return manifest;
  }
  throw new LocoError({
    code: "base-unknown",
    message: `${path.basename(file)} (sha256 ${sha256}) is none of the bases here: ${manifests.map(({ id }) => id).join(", ")}.`,
    fix: "Bring the very file that a base names, or add a file for it under bases/ with this sha256.",
    fields: { file, sha256 },
    kind: "usage",
  });
}

import { chmod, copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { LocoError, type BaseManifest } from "@locollm/core";
import { metadataText } from "../gguf/gguf-value.ts";
import { readGguf } from "../gguf/read-gguf.ts";
import { hashFile } from "../hash-file.ts";
import { locoHome } from "../home.ts";
import { isSealed, placeSealed } from "../sealed-file.ts";
import { requireFile } from "../require-file.ts";
import { temporaryBeside, writeError } from "../write-whole.ts";
import { verifyBase } from "./assemble-base.ts";
import { basePath, type CachedBase } from "./cached-base.ts";
import { requireSpace } from "./disk-space.ts";
import { readPin, writePin } from "./pinned-hash.ts";

/**
 * Takes a GGUF that somebody brought, on a stick for instance, as the base whose hash it has. A base without a known
 * hash is recognised by file name and architecture and pinned to this file.
 *
 * @throws LocoError `no-such-file`, `base-unknown` where it is none of them, `base-wrong-hash` for a damaged copy,
 *   `gguf-…` where it is not sound
 */
export async function importBase(
  file: string,
  manifests: readonly BaseManifest[],
  home: string = locoHome(),
): Promise<CachedBase> {
  await requireFile(file);
  const { metadata, fileBytes } = readGguf(file);
  const unfinished = temporaryBeside(basePath(home, path.basename(file)));
  await mkdir(path.dirname(unfinished), { recursive: true });
  await requireSpace(path.dirname(unfinished), fileBytes);
  try {
    // Copy first, hash the copy: the file may change under our hands.
    await copyFile(file, unfinished).catch((cause: unknown) => {
      throw writeError(unfinished, cause);
    });
    // A copy of a read-only file is read-only, and Windows would neither rename nor remove it.
    await chmod(unfinished, 0o644);
    const sha256 = await hashFile(unfinished);
    const architecture = metadataText(metadata, "general.architecture");
    const manifest = await recognise({ file, sha256, bytes: fileBytes, architecture }, manifests, home);
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

interface Brought {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly architecture: string | undefined;
}

async function recognise(
  { file, sha256, bytes, architecture }: Brought,
  manifests: readonly BaseManifest[],
  home: string,
): Promise<BaseManifest> {
  const known = manifests.find((manifest) => manifest.file.sha256 === sha256);
  if (known !== undefined) return known;
  const alike = manifests.find((manifest) => manifest.file.sha256 !== undefined && manifest.file.bytes === bytes);
  if (alike !== undefined) {
    throw new LocoError({
      code: "base-wrong-hash",
      message: `${file} is a damaged copy of ${alike.id}: it has its size, but sha256 ${sha256} instead of ${alike.file.sha256!}.`,
      fix: `Copy it again, or fetch it: loco base fetch ${alike.id}`,
      fields: { base: alike.id, have: sha256, want: alike.file.sha256! },
    });
  }
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
